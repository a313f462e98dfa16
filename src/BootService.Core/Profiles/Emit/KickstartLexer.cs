using System.Text;

namespace BootService.Core.Profiles.Emit;

/// <summary>Takes a kickstart command apart as its own parser does, by Python's shlex: like a shell, without expanding anything.</summary>
internal static class KickstartLexer
{
    /// <summary>The words of a line: quotes keep blanks, a backslash keeps the next character; within double quotes a quote or a backslash only.</summary>
    public static string[] Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (any, quote) = (false, '\0');
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (quote == '\0' && letter is ' ' or '\t' or '\r' or '\n')
            {
                Finish();
            }
            else if (quote == '\0' && letter is '"' or '\'')
            {
                (any, quote) = (true, letter);
            }
            else if (letter == quote)
            {
                quote = '\0';
            }
            else if (letter == '\\' && quote != '\'' && at + 1 < line.Length && (quote == '\0' || line[at + 1] is '"' or '\\'))
            {
                word.Append(line[++at]);
            }
            else
            {
                word.Append(letter);
            }
        }

        Finish();
        return [.. words];

        void Finish()
        {
            if (any || word.Length > 0)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            any = false;
        }
    }

    /// <summary>The value of an option, <c>--name=value</c> or <c>--name value</c>; null when it is not there.</summary>
    public static string? Option(this IReadOnlyList<string> words, string name)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at].StartsWith(name, StringComparison.Ordinal) && words[at].Length > name.Length && words[at][name.Length] == '=')
            {
                return words[at][(name.Length + 1)..];
            }

            if (words[at] == name && at + 1 < words.Count && !words[at + 1].StartsWith("--", StringComparison.Ordinal))
            {
                return words[at + 1];
            }
        }

        return null;
    }

    /// <summary>The values of an option that may hold several, with commas between them, and be there several times.</summary>
    public static IEnumerable<string> Options(this IReadOnlyList<string> words, string name) => words
        .Select((word, at) => word == name || word.StartsWith(name + "=", StringComparison.Ordinal) ? words.Skip(at).Take(2).ToArray().Option(name) : null)
        .OfType<string>().SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The words of a command that are neither options nor their values.</summary>
    /// <param name="words">The words behind the command's name.</param>
    /// <param name="command">The command.</param>
    public static IEnumerable<string> Plain(this IReadOnlyList<string> words, string command)
    {
        var known = KickstartCommands.Find(command);
        for (var at = 0; at < words.Count; at++)
        {
            if (!words[at].StartsWith("--", StringComparison.Ordinal))
            {
                yield return words[at];
            }
            else if (!words[at].Contains('=', StringComparison.Ordinal) && known?.Option(words[at]) is { TakesValue: true })
            {
                at++;
            }
        }
    }
}
