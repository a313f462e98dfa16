using System.Globalization;

namespace BootService.Commands.Profiles;

/// <summary>Writes many host names in few words, each of which names its hosts on a command line: <c>backend-0-[0-39] backend-1-3</c>.</summary>
internal static class HostRanges
{
    /// <summary>The words, with a space between them.</summary>
    /// <param name="names">The names in the order of tables; names that follow each other in number become one word.</param>
    public static string Fold(IEnumerable<string> names)
    {
        var words = new List<string>();
        var run = new List<NumberedName>();
        foreach (var name in names.Select(NumberedName.Of))
        {
            if (run.Count > 0 && !name.Follows(run[0], run[^1]))
            {
                words.Add(Word(run));
                run.Clear();
            }

            run.Add(name);
        }

        if (run.Count > 0)
        {
            words.Add(Word(run));
        }

        return string.Join(' ', words);
    }

    private static string Word(List<NumberedName> run) =>
        run is [var only] ? only.Prefix + only.Digits : $"{run[0].Prefix}[{run[0].Digits}-{run[^1].Digits}]";

    /// <param name="Prefix">What stands before the number; the whole name when it ends in none.</param>
    /// <param name="Digits">The number as it is written; may be empty.</param>
    /// <param name="Number">The number; -1 when there is none.</param>
    private readonly record struct NumberedName(string Prefix, string Digits, long Number)
    {
        private const int MostDigits = 9;

        private bool HasFixedWidth => Digits is ['0', _, ..];

        public static NumberedName Of(string name)
        {
            var start = name.AsSpan().TrimEnd("0123456789").Length;
            return name.Length - start is > 0 and <= MostDigits
                ? new NumberedName(name[..start], name[start..], long.Parse(name.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture))
                : new NumberedName(name, "", -1);
        }

        public bool Follows(NumberedName first, NumberedName last) =>
            last.Number >= 0 && last.Number == Number - 1 && Prefix == last.Prefix
            && (first.HasFixedWidth ? Digits.Length == first.Digits.Length : !HasFixedWidth);
    }
}
