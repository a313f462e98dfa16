using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace BootService.Core.Repositories;

/// <summary>What the variables of <c>.repo</c> files stand for, as dnf fills them in (dnf.conf(5), "Variables").</summary>
/// <param name="arch">The architecture: <c>x86_64</c>.</param>
/// <param name="release">The release, <c>10.1</c>; null when nobody said.</param>
public sealed partial class RepoVariables(string arch, string? release)
{
    private const int MostSteps = 16;

    private readonly Dictionary<string, string> _values = Values(arch, release);

    /// <summary>A text with every variable filled in that has a value; the others stay as they are written.</summary>
    public string Fill(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Fill(text, 0);
    }

    /// <summary>The names of variables that are still in a text.</summary>
    public static ImmutableArray<string> In(string text) =>
        [.. Variable().Matches(text).Select(match => Name(match)).Distinct(StringComparer.Ordinal)];

    private static string Name(Match match) => match.Groups["name"].Success ? match.Groups["name"].Value : match.Groups["braced"].Value;

    private static Dictionary<string, string> Values(string arch, string? release)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["arch"] = arch,
            ["basearch"] = arch switch
            {
                "i386" or "i486" or "i586" or "i686" or "athlon" or "geode" => "i386",
                "armv7hl" or "armv7hnl" or "armv8hl" => "armhfp",
                "ia32e" or "amd64" => "x86_64",
                _ => arch,
            },
        };
        if (release is not null)
        {
            var (major, dot, minor) = release.IndexOf('.', StringComparison.Ordinal) is var at and >= 0
                ? (release[..at], true, release[(at + 1)..])
                : (release, false, string.Empty);
            values["releasever"] = release;
            values["releasever_major"] = major;
            if (dot)
            {
                values["releasever_minor"] = minor;
            }
        }

        return values;
    }

    private string Fill(string text, int depth) => Variable().Replace(text, match =>
    {
        var name = Name(match);
        var value = _values.GetValueOrDefault(name);
        if (!match.Groups["mark"].Success)
        {
            return value ?? match.Value;
        }

        // The word of an alternative may have variables of its own.
        var word = match.Groups["word"].Value;
        var chosen = match.Groups["mark"].Value == "+" ? (string.IsNullOrEmpty(value) ? string.Empty : word) : (string.IsNullOrEmpty(value) ? word : value);
        return depth < MostSteps ? Fill(chosen, depth + 1) : match.Value;
    });

    /// <summary><c>$name</c>, <c>${name}</c>, <c>${name:+word}</c> and <c>${name:-word}</c>, whose word may have braces in pairs.</summary>
    [GeneratedRegex(
        @"\$(?:(?<name>[A-Za-z0-9_]+)|\{(?<braced>[A-Za-z0-9_]+)(?::(?<mark>[-+])(?<word>(?:[^{}]|(?<open>\{)|(?<-open>\}))*?)(?(open)(?!)))?\})",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Variable();
}
