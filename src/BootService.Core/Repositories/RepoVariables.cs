using System.Collections.Immutable;
using System.Text;

namespace BootService.Core.Repositories;

/// <summary>What the variables of <c>.repo</c> files stand for, as dnf fills them in (dnf.conf(5), "Variables").</summary>
/// <param name="arch">The architecture: <c>x86_64</c>.</param>
/// <param name="release">The release, <c>10.1</c>; null when nobody said.</param>
public sealed class RepoVariables(string arch, string? release)
{
    private const int MostSteps = 16;
    private const int LongestWord = 4096;

    private readonly Dictionary<string, string> _values = Values(arch, release);

    /// <summary>A text with every variable filled in that has a value; the others stay as they are written.</summary>
    public string Fill(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Fill(text, 0);
    }

    /// <summary>The names of variables that are still in a text.</summary>
    public static ImmutableArray<string> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. All(text).Select(variable => variable.Name).Distinct(StringComparer.Ordinal)];
    }

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

    private string Fill(string text, int depth)
    {
        var filled = new StringBuilder();
        var done = 0;
        foreach (var variable in All(text))
        {
            filled.Append(text, done, variable.At - done).Append(ValueOf(variable, depth) ?? text.Substring(variable.At, variable.Length));
            done = variable.At + variable.Length;
        }

        return filled.Append(text, done, text.Length - done).ToString();
    }

    private string? ValueOf(in Variable variable, int depth)
    {
        var value = _values.GetValueOrDefault(variable.Name);
        if (variable.Mark == '\0')
        {
            return value;
        }

        // The word of an alternative may have variables of its own.
        var isSet = !string.IsNullOrEmpty(value);
        var chosen = variable.Mark == '+' ? (isSet ? variable.Word : string.Empty) : isSet ? value! : variable.Word;
        return depth < MostSteps ? Fill(chosen, depth + 1) : null;
    }

    private static IEnumerable<Variable> All(string text)
    {
        for (var at = text.IndexOf('$', StringComparison.Ordinal); at >= 0; at = text.IndexOf('$', at))
        {
            var found = Read(text, at);
            at += found?.Length ?? 1;
            if (found is { } variable)
            {
                yield return variable;
            }

            if (at >= text.Length)
            {
                yield break;
            }
        }
    }

    /// <summary>
    /// <c>$name</c>, <c>${name}</c>, <c>${name:+word}</c> and <c>${name:-word}</c>, whose word may have braces in pairs; null for anything else.
    /// </summary>
    private static Variable? Read(string text, int at)
    {
        var isBraced = at + 1 < text.Length && text[at + 1] == '{';
        var begin = at + (isBraced ? 2 : 1);
        var end = begin;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        if (end == begin)
        {
            return null;
        }

        var name = text[begin..end];
        if (!isBraced)
        {
            return new Variable(at, end - at, name, '\0', string.Empty);
        }

        return end == text.Length ? null
            : text[end] == '}' ? new Variable(at, end + 1 - at, name, '\0', string.Empty)
            : text.AsSpan(end) is [':', '+' or '-', ..] && WordEnd(text, end + 2) is { } close
                ? new Variable(at, close + 1 - at, name, text[end + 1], text[(end + 2)..close])
            : null;
    }

    /// <summary>Where the brace is that ends a word; null when none does.</summary>
    private static int? WordEnd(string text, int begin)
    {
        var open = 0;
        for (var at = begin; at < Math.Min(text.Length, begin + LongestWord); at++)
        {
            switch (text[at])
            {
                case '{':
                    open++;
                    break;
                case '}' when open == 0:
                    return at;
                case '}':
                    open--;
                    break;
            }
        }

        return null;
    }

    private readonly record struct Variable(int At, int Length, string Name, char Mark, string Word);
}
