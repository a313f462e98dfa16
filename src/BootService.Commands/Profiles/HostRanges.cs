using System.Globalization;

namespace BootService.Commands.Profiles;

/// <summary>
/// Writes many host names in few words, each of which names its hosts on a command line: <c>backend-0-[0-39] backend-1-3</c>, and of racks that are alike
/// <c>backend-[0-9]-[0-39]</c>.
/// </summary>
internal static class HostRanges
{
    /// <summary>A sentence with more words than these is read by nobody.</summary>
    private const int MostTold = 8;

    /// <summary>The words, with a space between them.</summary>
    /// <param name="names">The names in the order of tables; names that follow each other in number become one word.</param>
    public static string Fold(IEnumerable<string> names) => string.Join(' ', Words(names).Select(word => word.Text));

    /// <summary>The same for a sentence: where there are many words, the first of them and how many hosts the others are.</summary>
    /// <param name="names">The names in the order of tables.</param>
    public static string Tell(IEnumerable<string> names)
    {
        var words = Words(names);
        return words.Count <= MostTold
            ? string.Join(' ', words.Select(word => word.Text))
            : $"{string.Join(' ', words.Take(MostTold).Select(word => word.Text))} and {words.Skip(MostTold).Sum(word => word.Hosts)} more";
    }

    private static List<NumberedWord> Words(IEnumerable<string> names) => Merged(Merged(names.Select(NumberedWord.Of)).Select(word => word.Outward()));

    private static List<NumberedWord> Merged(IEnumerable<NumberedWord> words)
    {
        var merged = new List<NumberedWord>();
        foreach (var word in words)
        {
            if (merged.Count > 0 && merged[^1].IsFollowedBy(word))
            {
                merged[^1] = merged[^1].With(word);
            }
            else
            {
                merged.Add(word);
            }
        }

        return merged;
    }

    /// <summary>A word with one of its numbers, which may be several that follow each other.</summary>
    /// <param name="Before">What stands before the number; the whole word when it has none.</param>
    /// <param name="First">The first number as it is written; may be empty.</param>
    /// <param name="Last">The last as it is written.</param>
    /// <param name="Number">The last; -1 when there is none.</param>
    /// <param name="After">What stands behind it.</param>
    /// <param name="Hosts">How many hosts the word names.</param>
    private readonly record struct NumberedWord(string Before, string First, string Last, long Number, string After, int Hosts)
    {
        private const int MostDigits = 9;

        /// <summary>The word.</summary>
        public string Text => Before + Numbers + After;

        private string Numbers => First == Last ? First : $"[{First}-{Last}]";

        private bool HasFixedWidth => First is ['0', _, ..];

        /// <summary>A name with the number it ends in.</summary>
        public static NumberedWord Of(string name) => At(name, string.Empty, 1);

        /// <summary>The same word with the number that stands before the one it has.</summary>
        public NumberedWord Outward()
        {
            var end = Before.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
            return At(Before[..end], Before[end..] + Numbers + After, Hosts);
        }

        public bool IsFollowedBy(in NumberedWord next) =>
            Number >= 0 && next.Number == Number + 1 && next.Before == Before && next.After == After
            && (HasFixedWidth ? next.First.Length == First.Length : !next.HasFixedWidth);

        public NumberedWord With(in NumberedWord next) => this with { Last = next.Last, Number = next.Number, Hosts = Hosts + next.Hosts };

        private static NumberedWord At(string text, string after, int hosts)
        {
            var start = text.AsSpan().TrimEnd("0123456789").Length;
            var digits = text[start..];
            return digits.Length is > 0 and <= MostDigits
                ? new NumberedWord(text[..start], digits, digits, long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), after, hosts)
                : new NumberedWord(text, string.Empty, string.Empty, -1, after, hosts);
        }
    }
}
