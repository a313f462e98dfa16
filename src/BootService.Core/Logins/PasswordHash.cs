using System.Text.RegularExpressions;

namespace BootService.Core.Logins;

/// <summary>Tells a crypted password from one in clear text, and makes the one of the other.</summary>
public static partial class PasswordHash
{
    /// <summary>A password longer than this hits limits of the systems that would check it.</summary>
    public const int LongestPassword = 511;

    /// <summary>What a node may be given for a text that somebody set as a password: a crypted one as it is, one in clear text crypted.</summary>
    /// <exception cref="RefusedException">It is empty, too long, holds control characters, or begins like a crypted password and is none.</exception>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsHash(text) || IsLock(text))
        {
            return text;
        }

        return text switch
        {
            "" => throw new RefusedException("the password is empty; a system without a password for root lets nobody in by it"),
            { Length: > LongestPassword } => throw new RefusedException($"the password is longer than {LongestPassword} characters"),
            _ when Begins().IsMatch(text) =>
                throw new RefusedException("the password begins like a crypted one and is cut short or misspelt; copy it whole, in single quotes if a "
                    + "shell reads it"),
            _ when text.Any(char.IsControl) => throw new RefusedException("the password holds a control character, which nobody can type when logging in"),
            _ => Sha512Crypt.Hash(text),
        };
    }

    /// <summary>Whether a text is a crypted password as crypt(5) describes them.</summary>
    public static bool IsHash(string text) => Whole().IsMatch(text);

    /// <summary>How a password was crypted, the word between its first marks: <c>6</c>, <c>y</c>, <c>2b</c>; null where it does not say so.</summary>
    public static string? Scheme(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Begins().IsMatch(text) ? text.Split('$')[1] : null;
    }

    /// <summary>Whether a text keeps everybody out, as <c>*</c> and <c>!</c> before a crypted password do.</summary>
    public static bool IsLock(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text is "*" or "!" or "!!" || (text is ['!', .. var rest] && IsHash(rest.TrimStart('!')));
    }

    [GeneratedRegex(@"^(?:\$(?:1|5|6|7|sha1|md5|y|gy)\$[./0-9A-Za-z,=]*(?:\$[./0-9A-Za-z]*)?\$[./0-9A-Za-z]{4,}|\$2[abxy]\$[0-9]{2}\$[./0-9A-Za-z]{53})\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^\$(?:1|2[abxy]|5|6|7|sha1|md5|y|gy)\$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Begins();
}
