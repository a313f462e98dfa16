using System.Text.RegularExpressions;
using BootService.Commands.Files;
using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Hosts;

namespace BootService.Commands.Imports;

/// <summary>
/// Which heading of a plain table is which column of a hostfile. Of several that could be one, that which is called so is, then one that is usually it; of two
/// that are equally likely the caller says which. Pure.
/// </summary>
internal sealed partial class PlainHeadings
{
    private const string Owner = "name";
    private const string Card = "interface";

    /// <summary>What others call the columns of a hostfile.</summary>
    private static readonly (string Column, string[] Words)[] Usual =
    [
        ("name", ["hostname", "host", "host name", "node", "nodename", "node name", "server", "server name", "system name", "machine name", "computer name",
            "device name", "ci name", "asset name", "dns name"]),
        ("mac", ["mac address", "mac addresses", "macaddress", "macaddr", "mac addr", "hardware address", "ethernet address", "physical address", "hwaddr",
            "primary mac", "admin mac", "boot mac", "pxe mac"]),
        ("ip", ["ip address", "ipaddress", "ipaddr", "ip addr", "ipv4", "ipv4 address", "ip addresses", "primary ip", "primary ip4", "primary ipv4",
            "primary ipv4 address", "admin ip", "boot ip", "pxe ip"]),
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
    private readonly bool _isOfCards;

    private PlainHeadings(Dictionary<string, string> said, bool isOfCards) => (_said, _isOfCards) = (said, isOfCards);

    /// <summary>Whether a heading could be a column of a hostfile.</summary>
    public static bool IsOne(string heading) => HostColumns.Written.Contains(Usually(heading).Column);

    /// <summary>Chooses among the headings of a table.</summary>
    /// <param name="path">The file as its owner named it.</param>
    /// <param name="table">The table, its columns called as they are in it; null when there is none.</param>
    /// <param name="said">What the caller said: the heading of a column.</param>
    /// <exception cref="RefusedException">Two are equally likely; the sentence says how to choose.</exception>
    public static PlainHeadings Of(string path, CsvTable? table, Dictionary<string, string> said)
    {
        var chosen = new PlainHeadings(said, table is not null && IsOfCards(table));
        foreach (var group in (table?.Headers ?? []).Where(heading => chosen.Said(heading) is null)
            .GroupBy(heading => chosen.Meant(heading).Column, StringComparer.Ordinal))
        {
            var best = group.GroupBy(heading => chosen.Meant(heading).Likely).MinBy(equals => equals.Key)!.DistinctBy(PlainTable.Folded).ToArray();
            if (best.Length > 1 && !said.ContainsKey(group.Key) && group.Key is not "comment" && !AreEqual(table!, best))
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

    /// <summary>Whether the rows are cards: the column that is called name has theirs, and another one says whose they are.</summary>
    private static bool IsOfCards(CsvTable table)
    {
        if (table.Headers.Any(heading => Usually(heading).Column is Card)
            || table.Headers.FirstOrDefault(heading => PlainTable.Folded(heading) is Owner) is not { } name
            || table.Headers.FirstOrDefault(heading => PlainTable.Folded(heading) is not Owner && Usually(heading).Column is Owner) is not { } owner)
        {
            return false;
        }

        var rows = table.Rows.Select(row => (Name: table.Cell(row, name).Text, Owner: table.Cell(row, owner).Text)).Where(row => row.Name.Length > 0).ToArray();
        return rows.Length > 0 && Array.TrueForAll(rows, row => CardName().IsMatch(row.Name) && HostName.TryParse(row.Owner, null, out _))
            && rows.Distinct().Count() > Math.Min(rows.DistinctBy(row => row.Name).Count(), rows.DistinctBy(row => row.Owner).Count());
    }

    /// <summary>Whether columns say the same in every row, with or without the length of a network.</summary>
    private static bool AreEqual(CsvTable table, string[] headings) =>
        table.Rows.All(row => headings.Select(heading => table.Cell(row, heading).Text.Split('/')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1);

    private (string Column, int Likely) Meant(string heading) => Usually(heading) is var usual && _isOfCards && usual is (Owner, 0) ? (Card, 0) : usual;

    private static (string Column, int Likely) Usually(string heading) =>
        PlainTable.Folded(heading) is var folded && Words.TryGetValue(folded, out var found) ? found : (folded, 0);

    [GeneratedRegex(
        @"^(?:(?:eth|en[ops]|em|ib|bond|br|team|wlan|nic|port|lan|net)\d[\w.:-]*|enx[0-9a-f]{12}|(?:ipmi|bmc|idrac|ilo|mgmt)[\d.]*|lo)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CardName();

    private string? Said(string heading) => _said.FirstOrDefault(pair => PlainTable.Folded(pair.Value) == PlainTable.Folded(heading)).Key;
}
