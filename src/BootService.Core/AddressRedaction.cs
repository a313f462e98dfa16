using System.Text;

namespace BootService.Core;

/// <summary>Addresses of the web as logs and sentences may show them: without the user and the password that somebody wrote into them. Pure.</summary>
public static class AddressRedaction
{
    private const string Begin = "://";

    /// <summary>The text without what stands before an <c>@</c> in an address, whether it is one that could be asked or not.</summary>
    /// <remarks>To the last <c>@</c>: a password with a slash that nobody escaped does not end at the slash.</remarks>
    public static string WithoutUser(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Each(text, address => address[(address.LastIndexOf('@') + 1)..]);
    }

    /// <summary>The same, and without the query, which tokens travel in.</summary>
    public static string WithoutSecrets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Each(
            text, address => address[(address.LastIndexOf('@') + 1)..] is var plain && plain.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query
                ? plain[..query] + "?..."
                : plain);
    }

    /// <summary>Changes what follows each <c>://</c> up to the next blank.</summary>
    private static string Each(string text, Func<string, string> change)
    {
        var kept = new StringBuilder(text.Length);
        var done = 0;
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, done, StringComparison.Ordinal))
        {
            var begin = at + Begin.Length;
            var length = text.AsSpan(begin).IndexOfAny(' ', '\n', '\t') is >= 0 and var blank ? blank : text.Length - begin;
            kept.Append(text, done, begin - done).Append(change(text.Substring(begin, length)));
            done = begin + length;
        }

        return kept.Append(text, done, text.Length - done).ToString();
    }
}
