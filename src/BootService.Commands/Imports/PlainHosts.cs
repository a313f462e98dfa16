using BootService.Commands.Files;
using BootService.Commands.Hosts;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Imports;

/// <summary>Says what a plain table leaves open: names, appliances, places and interfaces. Pure.</summary>
internal static class PlainHosts
{
    /// <summary>The table as a hostfile.</summary>
    /// <param name="table">The table, its columns called as a hostfile's.</param>
    /// <param name="usual">What a host is when the table does not say.</param>
    /// <param name="inventory">The hosts there are.</param>
    public static CsvTable Of(CsvTable table, (string Appliance, Place Rack) usual, Inventory inventory)
    {
        // Inventories count in halves of a unit, and write 12.0 for the twelfth.
        table = table.Rewritten("rank", text => HostFileFields.Whole(text) ?? text).Rewritten("os", text => text.ToLowerInvariant());
        var rank = inventory.Hosts.Values.Where(host => host.Rack == usual.Rack && host.Rank.Number is not null)
            .Select(host => (int)host.Rank.Number!.Value + 1).DefaultIfEmpty(0).Max();
        var unnamed = rank;
        var named = table.Filled(
            "name", row => Known(row) is { Host.Name: var known } ? known.ToString() : $"{usual.Appliance}-{usual.Rack}-{unnamed++}");
        var ranks = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var placed = Filled(named, "appliance", _ => usual.Appliance);
        placed = Filled(placed, "rack", _ => usual.Rack.ToString());
        placed = Filled(placed, "rank", name =>
        {
            if (!ranks.TryGetValue(name, out var place))
            {
                ranks[name] = place = rank++;
            }

            return place.ToString();
        });
        if (table.Has("interface"))
        {
            return placed;
        }

        // A host with several rows has an interface in each.
        var rows = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return placed.Filled("interface", row =>
        {
            var name = placed.Cell(row, "name").Text;
            rows[name] = rows.GetValueOrDefault(name) + 1;
            return Known(row) is { Card: var card, Host.Name: var known } && HostName.TryParse(name, null, out var host) && host == known
                ? card.Name
                : $"eth{rows[name] - 1}";
        });

        // The host that has the row's card already, so that the same table can be read again.
        (Host Host, HostInterface Card)? Known(CsvCell[] row) =>
            MacAddress.TryParse(table.Cell(row, "mac").Text, null, out var mac) && inventory.HostOf(mac) is { } host && host.InterfaceOf(mac) is { } card
                ? (host, card)
                : null;

        // What is known of a host, or stands in its name, stays as it is.
        CsvTable Filled(CsvTable from, string column, Func<string, string> text) => from.Filled(column, row =>
            from.Cell(row, "name").Text is var name && HostName.TryParse(name, null, out var host)
                && (inventory.HostOf(host) is not null || IsPlaced(inventory, host)) ? string.Empty : text(name));
    }

    private static bool IsPlaced(Inventory inventory, HostName host) =>
        HostRules.Placement(host) is { } place && inventory.Appliances.ContainsKey(place.Appliance);
}
