using System.Text;

namespace BootService.Core.Profiles;

/// <summary>Shows what differs between two texts, line by line, in the form of <c>diff -u</c>.</summary>
public static class TextDiff
{
    private const int Context = 3;

    /// <summary>Cells of the table that finds the longest common lines; beyond it the differing middle is shown as replaced whole.</summary>
    private const long MaxCells = 16_000_000;

    private readonly record struct Edit(char Sign, string Line);

    /// <summary>The differences with three lines around each.</summary>
    /// <param name="oldName">What the first text is called in the heading.</param>
    /// <param name="oldText">The first text.</param>
    /// <param name="newName">What the second text is called.</param>
    /// <param name="newText">The second text.</param>
    /// <returns>The differences; empty when the texts have the same lines.</returns>
    public static string Unified(string oldName, string oldText, string newName, string newText)
    {
        var edits = Edits(Lines(oldText), Lines(newText));
        var output = new StringBuilder();
        foreach (var (from, to) in Hunks(edits))
        {
            if (output.Length == 0)
            {
                output.Append($"--- {oldName}\n+++ {newName}\n");
            }

            WriteHunk(output, edits, from, to);
        }

        return output.ToString();
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');

    private static List<Edit> Edits(string[] left, string[] right)
    {
        var head = 0;
        while (head < left.Length && head < right.Length && left[head] == right[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < left.Length - head && tail < right.Length - head && left[^(tail + 1)] == right[^(tail + 1)])
        {
            tail++;
        }

        var edits = new List<Edit>(left.Length + right.Length);
        edits.AddRange(left.Take(head).Select(line => new Edit(' ', line)));
        AddMiddle(edits, left.AsSpan(head..^tail), right.AsSpan(head..^tail));
        edits.AddRange(left.Skip(left.Length - tail).Select(line => new Edit(' ', line)));
        return edits;
    }

    private static void AddMiddle(List<Edit> edits, ReadOnlySpan<string> left, ReadOnlySpan<string> right)
    {
        // common[i, j]: length of the longest common run of lines from i in the left and j in the right.
        var fits = (left.Length + 1L) * (right.Length + 1L) <= MaxCells;
        var common = new int[fits ? left.Length + 1 : 1, fits ? right.Length + 1 : 1];
        for (var i = fits ? left.Length - 1 : -1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var (a, b) = (0, 0);
        while (a < left.Length || b < right.Length)
        {
            if (fits && a < left.Length && b < right.Length && left[a] == right[b])
            {
                edits.Add(new Edit(' ', left[a]));
                (a, b) = (a + 1, b + 1);
            }
            else if (a < left.Length && (!fits || b == right.Length || common[a + 1, b] >= common[a, b + 1]))
            {
                edits.Add(new Edit('-', left[a++]));
            }
            else
            {
                edits.Add(new Edit('+', right[b++]));
            }
        }
    }

    /// <summary>Stretches of edits with their context, joined where they touch.</summary>
    private static List<(int From, int To)> Hunks(List<Edit> edits)
    {
        var hunks = new List<(int From, int To)>();
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Sign is ' ')
            {
                continue;
            }

            var (from, to) = (Math.Max(0, i - Context), Math.Min(edits.Count, i + 1 + Context));
            if (hunks is [.., var last] && last.To >= from)
            {
                hunks[^1] = (last.From, to);
            }
            else
            {
                hunks.Add((from, to));
            }
        }

        return hunks;
    }

    private static void WriteHunk(StringBuilder output, List<Edit> edits, int from, int to)
    {
        var (oldBefore, newBefore) = Count(edits, 0, from);
        var (oldLines, newLines) = Count(edits, from, to);
        output.Append($"@@ -{Range(oldBefore, oldLines)} +{Range(newBefore, newLines)} @@\n");
        for (var i = from; i < to; i++)
        {
            output.Append(edits[i].Sign).Append(edits[i].Line).Append('\n');
        }
    }

    /// <summary>diff numbers lines from 1, an empty range by the line before it, and leaves a length of one out.</summary>
    private static string Range(int before, int lines) => lines switch
    {
        0 => $"{before},0",
        1 => $"{before + 1}",
        _ => $"{before + 1},{lines}",
    };

    private static (int Old, int New) Count(List<Edit> edits, int from, int to)
    {
        var (left, right) = (0, 0);
        for (var i = from; i < to; i++)
        {
            left += edits[i].Sign is '+' ? 0 : 1;
            right += edits[i].Sign is '-' ? 0 : 1;
        }

        return (left, right);
    }
}
