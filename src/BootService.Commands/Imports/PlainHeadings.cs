using BootService.Commands.Files;
using BootService.Commands.Grammar;
using BootService.Core;

namespace BootService.Commands.Imports;

/// <summary>
/// Which heading of a plain table is which column of a hostfile. Of several that could be one, that which is called so is, then one that is usually it; of two
/// that are equally likely the caller says which. Pure.
/// </summary>
internal sealed class PlainHeadings
{
    /// <summary>What others call the columns of a hostfile.</summary>
    private static readonly (string Column, string[] Words)[] Usual =
    [
        ("name", ["hostname", "host", "host name", "node", "nodename", "node name", "server", "server name", "system name", "machine name", "computer name",
            "device name", "ci name", "asset name", "dns name"]),
        ("mac", ["mac address", "mac addresses", "macaddress", "macaddr", "mac addr", "hardware address", "ethernet address", "physical address", "hwaddr",
            "primary mac", "admin mac", "boot mac", "pxe mac"]),
        ("ip", ["ip address", "ipaddress", "ipaddr", "ip addr", "ipv4", "ipv4 address", "primary ip", "primary ip4", "primary ipv4", "primary ipv4 address",
            "admin ip", "boot ip", "pxe ip"]),
        ("interface", ["nic", "interface name"]),
        ("rack", ["rack name", "cabinet"]),
        ("rank", ["position", "rack unit", "rack position"]),
        ("comment", ["description", "comments", "remarks"]),
    ];

    /// <summary>What may be such a column where nothing else is.</summary>
    private static readonly (string Column, string[] Words)[] Perhaps =
        [("name", ["device"]), ("ip", ["address", "management ip"]), ("rank", ["unit", "u", "slot"])];

    private static readonly Dictionary<string, (string Column, int Likely)> Words =
        Usual.SelectMany(row => row.Words.Select(word => (word, row.Column, Likely: 1)))
            .Concat(Perhaps.SelectMany(row => row.Words.Select(word => (word, row.Column, Likely: 2))))
            .ToDictionary(row => row.word, row => (row.Column, row.Likely), StringComparer.Ordinal);

    private readonly Dictionary<string, string> _said;
    private readonly Dictionary<string, string> _chosen = new(StringComparer.Ordinal);

    private PlainHeadings(Dictionary<string, string> said) => _said = said;

    /// <summary>Chooses among the headings of a table.</summary>
    /// <param name="path">The file as its owner named it.</param>
    /// <param name="headings">Its headings.</param>
    /// <param name="said">What the caller said: the heading of a column.</param>
    /// <exception cref="RefusedException">Two are equally likely; the sentence says how to choose.</exception>
    public static PlainHeadings Of(string path, IEnumerable<string> headings, Dictionary<string, string> said)
    {
        var chosen = new PlainHeadings(said);
        foreach (var group in headings.Where(heading => chosen.Said(heading) is null).GroupBy(heading => Meant(heading).Column, StringComparer.Ordinal))
        {
            var best = group.GroupBy(heading => Meant(heading).Likely).MinBy(equals => equals.Key)!.DistinctBy(PlainTable.Folded).ToArray();
            if (best.Length > 1 && !said.ContainsKey(group.Key))
            {
                throw new RefusedException($"columns \"{Echo.Of(best[0])}\" and \"{Echo.Of(best[1])}\" of {path} could both be {group.Key}: say which is with "
                    + $"columns=\"{group.Key}={Echo.Of(best[0])}\"");
            }

            chosen._chosen[group.Key] = best[0];
        }

        return chosen;
    }

    /// <summary>The column of a hostfile that a heading is; one that no hostfile has when it is none.</summary>
    public string Column(string heading)
    {
        if (Said(heading) is { } column)
        {
            return column;
        }

        // A column that was said to be another's is not found by its own name as well.
        var (found, folded) = (Meant(heading).Column, PlainTable.Folded(heading));
        return _said.ContainsKey(found) || (_chosen.TryGetValue(found, out var best) && PlainTable.Folded(best) != folded) ? $"other {folded}" : found;
    }

    /// <summary>Why a heading that could be a column is none; null when it could not be.</summary>
    public string? WhyLeftOut(string heading) =>
        Meant(heading).Column is var could && HostColumns.Written.Contains(could) && Column(heading) != could
            ? $"the column {could} is \"{Echo.Of(_said.GetValueOrDefault(could) ?? _chosen.GetValueOrDefault(could) ?? could)}\""
            : null;

    private static (string Column, int Likely) Meant(string heading) =>
        PlainTable.Folded(heading) is var folded && Words.TryGetValue(folded, out var found) ? found : (folded, 0);

    private string? Said(string heading) => _said.FirstOrDefault(pair => PlainTable.Folded(pair.Value) == PlainTable.Folded(heading)).Key;
}
