using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Files;

/// <summary>Reads a hostfile: one row for each interface; what is said of the host itself stands in any of its rows and in none differently. Pure.</summary>
internal sealed class HostFile
{
    private readonly CsvTable _table;
    private readonly FileFaults _faults;
    private readonly Inventory _inventory;
    private readonly Inventory _before;
    private readonly HostFileFields _fields;
    private readonly HostFileInterfaces _interfaces;
    private readonly List<Host> _hosts = [];

    private HostFile(CsvTable table, FileFaults faults, Inventory inventory, IReadOnlyList<HostRows> hosts)
    {
        (_table, _faults, _before) = (table, faults, inventory);

        // The rows say all interfaces of a host, so an address may go from one host of the file to another.
        _inventory = inventory.With(
            from host in hosts
            where host.Rows.Exists(row => HostFileInterfaces.HasOne(table, row))
            let known = inventory.HostOf(host.Name)
            where known is { Interfaces.IsEmpty: false }
            select (Change)new Change.HostSet(known with { Interfaces = [] }));
        _fields = new HostFileFields(table, faults, _inventory);
        _interfaces = new HostFileInterfaces(table, faults, _inventory, inventory);
    }

    /// <summary>
    /// What the file changes: the groups it brings and its hosts as they are then; <paramref name="faults"/> is told what is wrong and what is left out.
    /// </summary>
    public static IEnumerable<Change> Read(string text, Inventory inventory, FileFaults faults) =>
        CsvTable.Parse(text, HostColumns.Name, faults) is { } table && HostColumns.Check(table, faults) ? Read(table, inventory, faults) : [];

    /// <inheritdoc cref="Read(string, Inventory, FileFaults)"/>
    public static IEnumerable<Change> Read(CsvTable table, Inventory inventory, FileFaults faults)
    {
        var hosts = Grouped(table, faults);
        var file = new HostFile(table, faults, inventory, hosts);
        var frontends = hosts.Where(file.IsThisFrontend).ToHashSet();
        foreach (var self in frontends)
        {
            faults.Remark(self.Cell, $"{self.Name} is this frontend itself{file.Holder(self)}, and was left out");
        }

        var others = hosts.Where(host => !frontends.Contains(host)).ToArray();
        file._interfaces.Claim(others);
        foreach (var host in others)
        {
            file.ReadHost(host);
        }

        return file._fields.NewGroups.Select(Change (group) => new Change.GroupSet(group)).Concat(file._hosts.Select(host => new Change.HostSet(host)));
    }

    private static List<HostRows> Grouped(CsvTable table, FileFaults faults)
    {
        var hosts = new List<HostRows>();
        var byName = new Dictionary<HostName, HostRows>();
        foreach (var row in table.Rows)
        {
            var cell = table.Cell(row, "name");
            if (!HostName.TryParse(cell.Text, null, out var name))
            {
                faults.Add(cell, cell.Text.Length == 0 ? "there is no host name" : $"\"{Echo.Of(cell.Text)}\" is not a host name");
            }
            else if (byName.TryGetValue(name, out var host))
            {
                host.Rows.Add(row);
            }
            else
            {
                hosts.Add(byName[name] = new HostRows(name, cell, [row]));
            }
        }

        return hosts;
    }

    /// <summary>
    /// A frontend writes itself into its hostfile, by its own name or by another one and its address. It becomes a host like any, unless it cannot be called
    /// so or is one by another name already.
    /// </summary>
    private bool IsThisFrontend(HostRows host) =>
        _inventory.HostOf(host.Name) is null && (host.Name.ToString() == _inventory.Frontend.Name || HasItsAddress(host))
            && (HostPattern.IsGroupWord(_inventory, host.Name.ToString()) || Other(host) is not null);

    private bool HasItsAddress(HostRows host) =>
        host.Rows.Exists(row => _table.Cell(row, "appliance").Text.Equals("frontend", StringComparison.OrdinalIgnoreCase))
            && (HostPattern.IsGroupWord(_inventory, host.Name.ToString()) || host.Rows.Exists(row => Own(row) is not null));

    /// <summary>The address of this frontend that a row has; null when it has none.</summary>
    private Ipv4? Own(CsvCell[] row) =>
        Ipv4.TryParse(_table.Cell(row, "ip").Text, null, out var address) && _inventory.Frontend.Has(address) ? address : null;

    /// <summary>The host that this frontend is already, by another name; null when it is none.</summary>
    private Host? Other(HostRows host) => host.Rows.Select(row => Own(row) is { } address ? _before.HostOf(address) : null).FirstOrDefault(
        other => other is not null && other.Name != host.Name);

    private string Holder(HostRows host) => Other(host) is { } other ? $", which is host {other.Name}" : ", which needs no row";

    private void ReadHost(HostRows rows)
    {
        var known = _inventory.HostOf(rows.Name);
        if (known is null && !_faults.Try(rows.Cell, () => HostRules.CheckFree(_inventory, rows.Name)))
        {
            return;
        }

        if (_fields.Read(rows, known) is not { } host)
        {
            // The host cannot be, but what else is wrong with its rows is told in the same breath.
            rows.Rows.ForEach(row => _interfaces.Look(row));
            return;
        }

        _hosts.Add(_interfaces.Read(rows, host));
    }
}

/// <summary>The rows of a file that are about one host.</summary>
/// <param name="Name">The host.</param>
/// <param name="Cell">Where it is named first.</param>
/// <param name="Rows">The rows, in order; at least one.</param>
internal sealed record HostRows(HostName Name, CsvCell Cell, List<CsvCell[]> Rows);
