using System.Globalization;

namespace BootService.Core.Hosts;

/// <summary>Names of hosts that are yet to be made, written in one word: <c>backend-5-[0-39]</c>, <c>node[001-120,200]</c>. Pure.</summary>
public static class HostRange
{
    /// <summary>More than this is a slip of the hand.</summary>
    public const int Most = 10_000;

    /// <summary>The names, in the order in which the ranges count.</summary>
    /// <param name="word">A name; each bracket in it holds numbers and ranges of numbers with commas between them. A first number with a leading zero fixes the
    /// width.</param>
    /// <exception cref="RefusedException">A bracket that cannot be read, names that are none, or more than <see cref="Most"/>.</exception>
    public static IReadOnlyList<HostName> Names(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        IEnumerable<string> made = [string.Empty];
        var count = 1L;
        for (var at = 0; at < word.Length;)
        {
            var open = word.IndexOf('[', at);
            var plain = word[at..(open < 0 ? word.Length : open)];
            made = made.Select(name => name + plain);
            if (open < 0)
            {
                break;
            }

            var close = word.IndexOf(']', open);
            if (close < 0)
            {
                throw new RefusedException($"\"{word}\" lacks the ] of the bracket at character {open + 1}");
            }

            var numbers = Numbers(word, word[(open + 1)..close]).ToList();
            count *= numbers.Count;
            if (count > Most)
            {
                throw new RefusedException($"\"{word}\" names more than {Most} hosts");
            }

            made = made.SelectMany(name => numbers.Select(number => name + number));
            at = close + 1;
        }

        return [.. made.Select(name => HostName.TryParse(name, null, out var parsed)
            ? parsed
            : throw new RefusedException($"\"{name}\" is not a host name: letters, digits, hyphens and dots, at most 63 in all"))];
    }

    private static IEnumerable<string> Numbers(string word, string bracket)
    {
        var left = Most + 1;
        var pieces = bracket.Split(',');
        var width = pieces[0].Split('-')[0] is ['0', _, ..] and var padded ? padded.Length : 1;
        foreach (var piece in pieces)
        {
            var ends = piece.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || last < first)
            {
                throw new RefusedException($"\"[{bracket}]\" of \"{word}\" is no range of numbers such as [0-39] or [001-120,200]");
            }

            for (long number = first; number <= last && left > 0; number++, left--)
            {
                yield return number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
            }
        }
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
