namespace BootService.Core.Repositories;

/// <summary>The order of Debian's versions: epoch, upstream and revision, where a tilde comes before everything, even the end (deb-version(7)).</summary>
public sealed class AptVersion : IComparer<string>
{
    private AptVersion()
    {
    }

    /// <summary>The order.</summary>
    public static AptVersion Order { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (first, second) = (Parts(x ?? string.Empty), Parts(y ?? string.Empty));
        var epochs = Text(first.Epoch, second.Epoch);
        var upstreams = epochs != 0 ? epochs : Text(first.Upstream, second.Upstream);
        return upstreams != 0 ? upstreams : Text(first.Revision, second.Revision);
    }

    private static (string Epoch, string Upstream, string Revision) Parts(string version)
    {
        var colon = version.IndexOf(':', StringComparison.Ordinal);
        var (epoch, rest) = colon < 0 ? ("0", version) : (version[..colon], version[(colon + 1)..]);
        var hyphen = rest.LastIndexOf('-');
        return hyphen < 0 ? (epoch, rest, "0") : (epoch, rest[..hyphen], rest[(hyphen + 1)..]);
    }

    /// <summary>Turns of letters and digits: letters by their own order, digits by their value.</summary>
    private static int Text(string first, string second)
    {
        var (i, j) = (0, 0);
        while (i < first.Length || j < second.Length)
        {
            while ((i < first.Length && !char.IsAsciiDigit(first[i])) || (j < second.Length && !char.IsAsciiDigit(second[j])))
            {
                var order = Weight(first, i) - Weight(second, j);
                if (order != 0)
                {
                    return order;
                }

                (i, j) = (i + 1, j + 1);
            }

            var (one, other) = (Number(first, ref i), Number(second, ref j));
            var digits = one.Length != other.Length ? one.Length - other.Length : string.CompareOrdinal(one, other);
            if (digits != 0)
            {
                return digits;
            }
        }

        return 0;
    }

    private static int Weight(string text, int at) => at >= text.Length || char.IsAsciiDigit(text[at]) ? 0
        : text[at] == '~' ? -1
        : char.IsAsciiLetter(text[at]) ? text[at]
        : text[at] + 256;

    private static string Number(string text, ref int at)
    {
        var begin = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return text[begin..at].TrimStart('0');
    }
}
