using System.Runtime.CompilerServices;
using System.Text;
using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

/// <summary>Every command line that the README and the pages of docs/ print is one that is understood, with the verbs and parameters there are.</summary>
public sealed class PrintedLineTests : IDisposable
{
    /// <summary>What a page writes where the reader writes something else: such a line is held to its words and the names of its parameters.</summary>
    private static readonly string[] Placeholders =
        ["...", "…", "|", "{", "NAME", "TEXT", "HOST", "FILE", "FOLDER", "ADDRESS", "WHEN", "VERB", "SCOPE", "FIELD", "URL", "NUMBER"];

    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    public static TheoryData<string, int, string> Lines()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var page in Pages())
        {
            var lines = File.ReadAllLines(page);
            for (var at = 0; at < lines.Length; at++)
            {
                foreach (var line in Printed(lines[at]))
                {
                    data.Add(Path.GetFileName(page), at + 1, line);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_printed_line_is_understood(string page, int number, string line)
    {
        var words = Words(line);
        var isHole = Placeholders.Any(hole => line.Contains(hole, StringComparison.Ordinal));
        if (_stack.Catalog.TryFind(words) is not var (declaration, rest))
        {
            Assert.True(isHole || words.Length == 0, $"{page}:{number}: \"stack {line}\" is no command");
            return;
        }

        // A verb alone is named, and not typed; one of Stacki's that is left out may be spoken of where Stacki is.
        if (rest is [] or ["help"] || (page == "stacki.md" && LeftOutVerbs.Sentence(words, words.Length - rest.Count) is not null))
        {
            return;
        }

        var parsed = CommandLine.Parse(rest);
        if (!isHole)
        {
            Expectations.Check(declaration, Expectations.Cleared(declaration, parsed), _ => string.Empty);
            return;
        }

        foreach (var name in parsed.Parameters.Keys.Where(name => name.All(char.IsAsciiLetterLower)))
        {
            Assert.True(
                declaration.Parameters.Concat(CommonParameters.All).Any(parameter => parameter.Name == name),
                $"{page}:{number}: \"stack {line}\" has no parameter {name}");
        }
    }

    [Fact]
    public void The_pages_print_many_lines() => Assert.True(Lines().Count > 150, "the lines are looked for where they are not");

    /// <summary>The lines of a block, and those within a sentence between back-ticks.</summary>
    private static IEnumerable<string> Printed(string line)
    {
        if (line.StartsWith("    stack ", StringComparison.Ordinal))
        {
            yield return line["    stack ".Length..];
            yield break;
        }

        for (var from = line.IndexOf("`stack ", StringComparison.Ordinal); from >= 0; from = line.IndexOf("`stack ", from + 1, StringComparison.Ordinal))
        {
            var to = line.IndexOf('`', from + 1);
            if (to > from)
            {
                yield return line[(from + "`stack ".Length)..to];
            }
        }
    }

    /// <summary>The words as a shell cuts them, up to a comment or whatever takes the output.</summary>
    internal static string[] Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        var isWord = false;
        foreach (var letter in line)
        {
            if (quote != '\0')
            {
                (quote, _) = letter == quote ? ('\0', word) : (quote, word.Append(letter));
            }
            else if (letter is '"' or '\'')
            {
                (quote, isWord) = (letter, true);
            }
            else if (letter is ' ')
            {
                End();
            }
            else if (!isWord && word.Length == 0 && letter is '#' or '>' or ';')
            {
                break;
            }
            else
            {
                word.Append(letter);
            }
        }

        End();

        // What the program itself takes, such as --server URL, stands before the verb.
        while (words is [['-', '-', ..], ..])
        {
            words.RemoveRange(0, Math.Min(2, words.Count));
        }

        return [.. words.TakeWhile(one => one != "|")];

        void End()
        {
            if (word.Length > 0 || isWord)
            {
                words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
        }
    }

    private static IEnumerable<string> Pages([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
        return Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md").Order(StringComparer.Ordinal).Prepend(Path.Combine(root, "README.md"));
    }
}
