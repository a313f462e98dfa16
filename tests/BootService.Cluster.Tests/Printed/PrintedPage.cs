using BootService.Lab;

namespace BootService.Cluster.Tests.Printed;

/// <summary>A page of docs/ with lines that stand there to be typed: indented ones in blocks, and those between back-ticks within sentences.</summary>
internal sealed class PrintedPage
{
    private readonly string _text;
    private readonly List<List<string>> _blocks = [];
    private readonly HashSet<List<string>> _taken = [];

    private PrintedPage(string text)
    {
        _text = text;
        var isInBlock = false;
        var end = string.Empty;
        foreach (var line in text.Split('\n'))
        {
            var isIndented = line.StartsWith("    ", StringComparison.Ordinal);
            if (isIndented && !isInBlock)
            {
                _blocks.Add([]);
            }

            isInBlock = isIndented;
            if (!isIndented)
            {
                continue;
            }

            // What a line reads from the lines below it is typed with it.
            if (end.Length > 0)
            {
                _blocks[^1][^1] += $"\n{line[4..]}";
                end = line[4..] == end ? string.Empty : end;
                continue;
            }

            _blocks[^1].Add(line[4..]);
            end = line.Split("<<'") is [_, var word] ? word.TrimEnd('\'') : string.Empty;
        }
    }

    /// <summary>The blocks that nobody has asked for.</summary>
    public IEnumerable<string> Left => _blocks.Where(block => !_taken.Contains(block)).Select(block => block[0]);

    /// <summary>Reads a page.</summary>
    /// <param name="name">Its name below docs/.</param>
    public static PrintedPage Read(string name) => new(File.ReadAllText(Path.Combine(Checkout.Root, "docs", name)));

    /// <summary>The lines of the block whose first line begins so.</summary>
    public IReadOnlyList<string> Block(string begin)
    {
        var block = _blocks.Single(block => block[0].StartsWith(begin, StringComparison.Ordinal));
        _taken.Add(block);
        return block;
    }

    /// <summary>What begins so between back-ticks.</summary>
    public string Within(string begin)
    {
        var from = _text.IndexOf($"`{begin}", StringComparison.Ordinal) + 1;
        return from > 0 ? _text[from.._text.IndexOf('`', from)].Replace('\n', ' ') : throw new LabException($"the page prints no `{begin}");
    }
}
