using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Catalog;

/// <summary>Every command that the documents print is typed as it is printed, page by page. It may be refused, for a disc that is not there; it must be understood.</summary>
public sealed class DocumentTests
{
    private static readonly string[] Generated = ["settings.md", "attributes.md"];

    public static TheoryData<string> Pages => [.. Files().Select(file => Path.GetRelativePath(Root(), file))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_prints_is_understood(string page)
    {
        using var stack = new Bench();
        foreach (var line in Commands(File.ReadAllText(Path.Combine(Root(), page))))
        {
            var (end, _) = stack.Try([.. line]);
            Assert.True(end.Exit != 2, $"{page}: stack {string.Join(' ', line)}: {end.Sentence}");
        }
    }

    [Fact]
    public void Commands_are_read_as_a_shell_reads_them() => Assert.Equal(
        [["run", "host", "backend", "uptime -p"], ["report", "hostfile"], ["set", "attr", "attr=a", "value=ssh x"], ["list", "host"]],
        Commands("    stack run host backend \"uptime -p\"   # all of them\n    stack report hostfile > hosts.csv\n    stack set attr attr=a value=\"ssh x\"\nsee `stack list host`, `stack VERB`"));

    /// <summary>Lines of a block, and what stands between back ticks, that call stack; not those with words for the reader to fill in.</summary>
    private static IEnumerable<string[]> Commands(string page)
    {
        var lines = page.Split('\n').Where(line => line.StartsWith("    stack ", StringComparison.Ordinal)).Select(line => line.Trim())
            .Concat(page.Split('`').Where((part, at) => at % 2 == 1 && part.StartsWith("stack ", StringComparison.Ordinal) && !part.Contains('\n', StringComparison.Ordinal)));
        return lines.Select(Words).Where(words => words is [not ['-', ..], ..] && !Array.Exists(words, IsPlaceholder));
    }

    // HOST, NAME and VERB are for the reader to replace; so is an ellipsis.
    private static bool IsPlaceholder(string word) =>
        word.Contains("...", StringComparison.Ordinal) || word.Split('=', ',', '-', '.', '|').Any(part => part.Length > 1 && part.All(char.IsAsciiLetterUpper) && part is not "OS");

    private static string[] Words(string line)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        char? quote = null;
        var begun = false;
        foreach (var letter in line["stack ".Length..])
        {
            if (quote is null && letter is '#' or '>' or '|' or ';' or '&' && word.Length == 0)
            {
                break;
            }

            if (letter == quote)
            {
                quote = null;
            }
            else if (quote is null && letter is '"' or '\'')
            {
                (quote, begun) = (letter, true);
            }
            else if (quote is null && letter == ' ')
            {
                if (begun || word.Length > 0)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                begun = false;
            }
            else
            {
                word.Append(letter);
            }
        }

        return word.Length > 0 || begun ? [.. words, word.ToString()] : [.. words];
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(Root(), "docs"), "*.md").Where(file => !Generated.Contains(Path.GetFileName(file))).Append(Path.Combine(Root(), "README.md")).Order(StringComparer.Ordinal);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BootService.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside the source tree");
        }

        return folder;
    }
}
