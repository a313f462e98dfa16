using System.Text.RegularExpressions;

namespace BootService.Core;

/// <summary>Addresses of the web as logs and sentences may show them: without the user and the password that somebody wrote into them. Pure.</summary>
public static partial class AddressText
{
    /// <summary>The text without what stands before an <c>@</c> in an address, whether it is one that could be asked or not.</summary>
    /// <remarks>To the last <c>@</c>: a password with a slash that nobody escaped does not end at it.</remarks>
    public static string WithoutUser(string text) => User().Replace(text, string.Empty);

    /// <summary>The same, and without the query, which tokens travel in.</summary>
    public static string WithoutSecrets(string text) => Query().Replace(WithoutUser(text), "?...");

    [GeneratedRegex(@"(?<=[A-Za-z][A-Za-z0-9+.-]*:[/\\]{1,2})(?![/\\])\S*@")]
    private static partial Regex User();

    [GeneratedRegex(@"(?<=://\S*)\?\S+")]
    private static partial Regex Query();
}
