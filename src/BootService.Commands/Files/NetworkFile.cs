using System.Globalization;
using BootService.Commands.Grammar;
using BootService.Commands.Networks;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Commands.Files;

/// <summary>Reads a networkfile: a network in each row. What a row does not say stays as it is, or is as it is for a new network. Pure.</summary>
internal sealed class NetworkFile(CsvTable table, FileFaults faults, Inventory inventory)
{
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["name"] = "network",
        ["subnet"] = "network",
        ["netmask"] = "mask",
    };

    /// <summary>The columns as a networkfile is written: Stacki's in its order, then the pool.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["network", "address", "mask", "gateway", "mtu", "zone", "dns", "pxe", "first", "last"];

    /// <summary>The networks of the file as they are then; <paramref name="faults"/> is told what is wrong and what is left out.</summary>
    public static IReadOnlyCollection<Change> Read(string text, Inventory inventory, FileFaults faults) =>
        CsvTable.Parse(text, Name, faults) is { } table && IsOne(table, faults) ? new NetworkFile(table, faults, inventory).Read() : [];

    private static string Name(string header)
    {
        var folded = header.Trim().ToLowerInvariant();
        return Others.GetValueOrDefault(folded, folded);
    }

    private static bool IsOne(CsvTable table, FileFaults faults)
    {
        if (!table.Has("network") || table.Has("interface"))
        {
            faults.Only(
                table.HeaderCells[0],
                table.Has("interface") || table.Has("mac")
                    ? "this is a table of hosts: \"stack load hostfile\" takes it"
                    : $"the first row must name the columns: {string.Join(", ", Columns)}");
            return false;
        }

        var before = faults.Count;
        for (var at = 0; at < table.Headers.Length; at++)
        {
            if (table.Headers[at].Length > 0 && !Columns.Contains(table.Headers[at]) && table.IsUsed(at))
            {
                faults.Add(table.HeaderCells[at], $"unknown column \"{Echo.Of(table.HeaderCells[at].Text)}\"{Spelling.DidYouMean(table.Headers[at], Columns)}");
            }
        }

        return faults.Count == before;
    }

    private Change[] Read()
    {
        var read = new Dictionary<string, (CsvCell Cell, Network Network)>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var cell = table.Cell(row, "network");
            if (Network(row, cell) is { } network && !read.TryAdd(network.Name, (cell, network)))
            {
                faults.Add(cell, $"network {network.Name} is in line {read[network.Name].Cell.Line} already");
            }
        }

        // Networks of a file may change places, so each is looked at beside the others as they are then.
        Change[] changes = [.. read.Values.Select(one => new Change.NetworkSet(one.Network))];
        var then = inventory.With(changes);
        foreach (var (cell, network) in read.Values)
        {
            faults.Try(cell, () => NetworkRules.Check(then, network));
            foreach (var overlap in inventory.Networks.GetValueOrDefault(network.Name)?.Subnet == network.Subnet ? [] : NetworkRules.Overlaps(then, network))
            {
                faults.Remark(cell, overlap);
            }
        }

        return changes;
    }

    private Network? Network(CsvCell[] row, CsvCell cell)
    {
        if (cell.Text.Length == 0)
        {
            faults.Add(cell, "there is no name of a network");
            return null;
        }

        var (before, known) = (faults.Count, inventory.NetworkCalled(cell.Text));
        Ipv4Network? subnet = null;
        if (!faults.Try(table.Cell(row, "address"), () => subnet = NetworkRules.Subnet(Text(row, "address"), Text(row, "mask"), known?.Subnet)))
        {
            return null;
        }

        if ((subnet ?? known?.Subnet) is not { } place)
        {
            faults.Add(cell, $"network \"{Echo.Of(cell.Text)}\" is new and has no address");
            return null;
        }

        var network = (known ?? new Network(cell.Text, place) { Pxe = false }) with { Subnet = place };
        network = network with
        {
            Gateway = Address(row, "gateway") ?? network.Gateway,
            PoolFirst = Address(row, "first") ?? network.PoolFirst,
            PoolLast = Address(row, "last") ?? network.PoolLast,
            Mtu = Mtu(row) ?? network.Mtu,
            Pxe = Flag(row, "pxe") ?? network.Pxe,
        };
        var zone = table.Cell(row, "zone");
        if (Text(row, "zone") is { } said)
        {
            faults.Try(zone, () => network = network with { Zone = NetworkRules.Zone(said) });
        }

        if (Flag(row, "dns") is { } dns && dns != (network.Zone is not null))
        {
            faults.Remark(
                table.Cell(row, "dns"),
                $"dns of network {network.Name} was left out: names are answered for each network that has a zone, and it has {network.Zone ?? "none"}");
        }

        return faults.Count == before ? network : null;
    }

    private string? Text(CsvCell[] row, string column) =>
        table.Cell(row, column).Text is { Length: > 0 } text && !Keywords.IsNothing(text) ? text : null;

    private Ipv4? Address(CsvCell[] row, string column)
    {
        if (Text(row, column) is not { } text)
        {
            return null;
        }

        if (Ipv4.TryParse(text, null, out var address))
        {
            return address;
        }

        faults.Add(table.Cell(row, column), $"{column} \"{Echo.Of(text)}\" is not an IPv4 address");
        return null;
    }

    private int? Mtu(CsvCell[] row)
    {
        if (Text(row, "mtu") is not { } text)
        {
            return null;
        }

        if (int.TryParse(HostFileFields.Whole(text) ?? text, NumberStyles.None, CultureInfo.InvariantCulture, out var mtu))
        {
            return mtu;
        }

        faults.Add(table.Cell(row, "mtu"), $"mtu \"{Echo.Of(text)}\" is not a number of octets");
        return null;
    }

    private bool? Flag(CsvCell[] row, string column)
    {
        if (Text(row, column) is not { } text)
        {
            return null;
        }

        if (Keywords.Truth(text) is { } truth)
        {
            return truth;
        }

        faults.Add(table.Cell(row, column), $"{column} \"{Echo.Of(text)}\" is neither True nor False");
        return null;
    }
}
