namespace BootService.Core.Repositories;

/// <summary>Epoch, version and release of a package, ordered as rpm orders them.</summary>
/// <param name="Epoch">The epoch, 0 when there is none.</param>
/// <param name="Version">The version.</param>
/// <param name="Release">The release.</param>
public readonly record struct RpmVersion(long Epoch, string Version, string Release) : IComparable<RpmVersion>
{
    /// <inheritdoc/>
    public int CompareTo(RpmVersion other)
    {
        var order = Epoch.CompareTo(other.Epoch);
        order = order != 0 ? order : Compare(Version, other.Version);
        return order != 0 ? order : Compare(Release, other.Release);
    }

    /// <summary>As rpm writes it: the epoch only where there is one.</summary>
    public override string ToString() => Epoch == 0 ? $"{Version}-{Release}" : $"{Epoch}:{Version}-{Release}";

    /// <summary>
    /// Compares two versions or two releases: runs of digits by number and after letters, <c>~</c> before the end, <c>^</c> just after it; whatever else only
    /// separates.
    /// </summary>
    /// <returns>Below 0, 0 or above 0, as <paramref name="left"/> is older, the same or newer.</returns>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            left = left[SeparatorsAt(left)..];
            right = right[SeparatorsAt(right)..];
            if (Marks(ref left, ref right) is { } decided)
            {
                if (decided != 0)
                {
                    return decided;
                }

                continue;
            }

            if (left.IsEmpty || right.IsEmpty)
            {
                return left.Length.CompareTo(right.Length);
            }

            var digits = char.IsAsciiDigit(left[0]);
            if (digits != char.IsAsciiDigit(right[0]))
            {
                return digits ? 1 : -1;
            }

            var (a, b) = (RunLength(left, digits), RunLength(right, digits));
            var order = digits ? CompareNumbers(left[..a], right[..b]) : left[..a].SequenceCompareTo(right[..b]);
            if (order != 0)
            {
                return order;
            }

            left = left[a..];
            right = right[b..];
        }
    }

    /// <summary>What <c>~</c> and <c>^</c> decide; 0 when both have the same mark, null when neither has one.</summary>
    private static int? Marks(ref ReadOnlySpan<char> left, ref ReadOnlySpan<char> right)
    {
        if (left is ['~', ..] || right is ['~', ..])
        {
            return Same('~', ref left, ref right) ? 0 : left is ['~', ..] ? -1 : 1;
        }

        if (left is not ['^', ..] && right is not ['^', ..])
        {
            return null;
        }

        return Same('^', ref left, ref right) ? 0
            : left.IsEmpty ? -1
            : right.IsEmpty ? 1
            : left is ['^', ..] ? -1 : 1;
    }

    private static bool Same(char mark, ref ReadOnlySpan<char> left, ref ReadOnlySpan<char> right)
    {
        if (left.IsEmpty || right.IsEmpty || left[0] != mark || right[0] != mark)
        {
            return false;
        }

        left = left[1..];
        right = right[1..];
        return true;
    }

    private static int SeparatorsAt(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && !char.IsAsciiLetterOrDigit(text[at]) && text[at] is not ('~' or '^'))
        {
            at++;
        }

        return at;
    }

    private static int RunLength(ReadOnlySpan<char> text, bool digits)
    {
        var end = 0;
        while (end < text.Length && (digits ? char.IsAsciiDigit(text[end]) : char.IsAsciiLetter(text[end])))
        {
            end++;
        }

        return end;
    }

    // By length and text: a release may hold a date and a time of any length.
    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }
}
