using System.Globalization;
using System.Numerics;

namespace BootService.Core.Hosts;

/// <summary>A shell pattern over host names: <c>*</c>, <c>?</c>, character classes as <c>fnmatch</c> has them, and ranges of numbers.</summary>
/// <remarks>
/// <c>[1-4]</c> reads the same as a class and as a range. A bracket that holds a number of two digits or more, such as <c>[0-99]</c> or
/// <c>[8-12,20]</c>, is a range, because as a class it would mean something nobody writes. A first number with a leading zero fixes the width.
/// </remarks>
internal sealed class HostGlob
{
    private readonly List<Piece> _pieces = [];

    private HostGlob()
    {
    }

    private enum PieceKind
    {
        Letter,
        AnyLetter,
        AnyText,
        Class,
        Range,
    }

    public static bool IsGlob(string word) => word.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    /// <exception cref="RefusedException">A bracket without its end, a range that runs backwards, or a comma outside of brackets.</exception>
    public static HostGlob Parse(string pattern)
    {
        var glob = new HostGlob();
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '*':
                    glob._pieces.Add(new Piece(PieceKind.AnyText));
                    break;
                case '?':
                    glob._pieces.Add(new Piece(PieceKind.AnyLetter));
                    break;
                case '[':
                    // fnmatch: a ] right after [ or [! is a member of the class, not its end.
                    var first = at + 1 < pattern.Length && pattern[at + 1] is '!' or '^' ? at + 2 : at + 1;
                    var end = first < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
                    if (end < 0)
                    {
                        throw new RefusedException($"host pattern \"{pattern}\" lacks the ] of the bracket at character {at + 1}");
                    }

                    glob._pieces.Add(Bracket(pattern, pattern[(at + 1)..end]));
                    at = end;
                    break;
                case ',':
                    // No name has one in it: the pattern would fit nothing, and say nothing.
                    throw new RefusedException($"host pattern \"{pattern}\" has a comma at character {at + 1}: write blanks between hosts");
                default:
                    glob._pieces.Add(new Piece(PieceKind.Letter) { Text = char.ToLowerInvariant(pattern[at]).ToString() });
                    break;
            }
        }

        return glob;
    }

    /// <summary>Whether a name fits. All ways to fit are followed at once, so no pattern takes more than its length times the name's.</summary>
    /// <param name="name">A host name: lower case, at most 63 characters.</param>
    public bool Matches(ReadOnlySpan<char> name)
    {
        // Bit n: the pieces so far can account for exactly the first n characters.
        var reached = 1UL;
        foreach (var piece in _pieces)
        {
            var next = 0UL;
            if (piece.Kind is PieceKind.AnyText && reached != 0)
            {
                next = ulong.MaxValue << BitOperations.TrailingZeroCount(reached);
            }
            else
            {
                for (var rest = reached; rest != 0; rest &= rest - 1)
                {
                    next |= piece.After(name, BitOperations.TrailingZeroCount(rest));
                }
            }

            reached = next & (ulong.MaxValue >> (63 - name.Length));
        }

        return (reached & (1UL << name.Length)) != 0;
    }

    private static Piece Bracket(string pattern, string content)
    {
        var parts = content.Split(',');
        var bounds = new List<(uint From, uint To)>();
        var longest = 0;
        foreach (var part in parts)
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var (from, to) = dash < 0 ? (part, part) : (part[..dash], part[(dash + 1)..]);
            if (!uint.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var low)
                || !uint.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var high))
            {
                return new Piece(PieceKind.Class) { Text = content.ToLowerInvariant() };
            }

            longest = Math.Max(longest, Math.Max(from.Length, to.Length));
            bounds.Add((low, high));
        }

        if (longest < 2 && parts.Length == 1)
        {
            return new Piece(PieceKind.Class) { Text = content };
        }

        var backwards = bounds.FindIndex(bound => bound.From > bound.To);
        if (backwards >= 0)
        {
            throw new RefusedException($"host pattern \"{pattern}\": the range {parts[backwards]} runs backwards");
        }

        return new Piece(PieceKind.Range) { Bounds = [.. bounds], Width = parts[0].Length > 1 && parts[0][0] == '0' ? parts[0].Split('-')[0].Length : 0 };
    }

    private readonly record struct Piece(PieceKind Kind)
    {
        /// <summary>The letter, or the content of a class.</summary>
        public string Text { get; init; } = string.Empty;

        public (uint From, uint To)[] Bounds { get; init; } = [];

        /// <summary>Digits of a number with leading zeros; 0 when there are none.</summary>
        public int Width { get; init; }

        /// <summary>Where this piece can end that begins at a place, as a set of bits.</summary>
        public ulong After(ReadOnlySpan<char> name, int at)
        {
            if (Kind is PieceKind.Range)
            {
                return AfterRange(name, at);
            }

            return at < name.Length && Accepts(name[at]) ? 2UL << at : 0;
        }

        private ulong AfterRange(ReadOnlySpan<char> name, int at)
        {
            var ends = 0UL;
            uint value = 0;
            for (var digits = 1; digits <= 9 && at + digits <= name.Length && char.IsAsciiDigit(name[at + digits - 1]); digits++)
            {
                value = (value * 10) + (uint)(name[at + digits - 1] - '0');
                var padded = digits > 1 && name[at] == '0';
                if ((Width > 0 ? digits == Width || (digits > Width && !padded) : !padded) && Holds(value))
                {
                    ends |= 1UL << (at + digits);
                }
            }

            return ends;
        }

        private bool Holds(uint value) => Array.Exists(Bounds, bound => bound.From <= value && value <= bound.To);

        private bool Accepts(char letter) => Kind switch
        {
            PieceKind.AnyLetter => true,
            PieceKind.Letter => Text[0] == letter,
            _ => InClass(letter),
        };

        private bool InClass(char letter)
        {
            var negated = Text.Length > 0 && Text[0] is '!' or '^';
            var members = Text.AsSpan(negated ? 1 : 0);
            var found = false;
            for (var at = 0; at < members.Length; at++)
            {
                if (at + 2 < members.Length && members[at + 1] == '-')
                {
                    found |= members[at] <= letter && letter <= members[at + 2];
                    at += 2;
                }
                else
                {
                    found |= members[at] == letter;
                }
            }

            return found != negated;
        }
    }
}
