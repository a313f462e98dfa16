using System.Globalization;
using BootService.Commands.Boot;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Files;

/// <summary>Reads a hostfile (stacki.md §1.9): one row for each interface, the host's own columns in the first of its rows. Pure.</summary>
internal sealed class HostFile
{
    private static readonly string[] Known =
    [
        "name", "appliance", "rack", "rank", "ip", "mac", "interface", "network", "subnet", "interface hostname", "default", "os", "box", "environment",
        "comment", "notes", "groups", "installaction", "osaction", "runaction", "channel", "options", "vlan", "boss",
    ];

    private readonly Dictionary<HostName, CsvCell> _hosts = [];
    private readonly CsvTable _table;
    private readonly FileFaults _faults;
    private Inventory _inventory;

    private HostFile(CsvTable table, FileFaults faults, Inventory inventory) => (_table, _faults, _inventory) = (table, faults, inventory);

    /// <summary>The hosts as they are after the load; <paramref name="faults"/> is told what is wrong.</summary>
    public static IEnumerable<Host> Read(string text, Inventory inventory, FileFaults faults)
    {
        var table = CsvTable.Parse(text, foldHeaders: true, faults);
        if (table is null)
        {
            return [];
        }

        var file = new HostFile(table, faults, inventory);
        return file.CheckColumns() ? file.ReadRows() : [];
    }

    private bool CheckColumns()
    {
        var fine = true;
        for (var at = 0; at < _table.Headers.Length; at++)
        {
            if (!Known.Contains(_table.Headers[at]))
            {
                _faults.Add(_table.HeaderCells[at], $"unknown column \"{_table.Headers[at]}\"{Spelling.DidYouMean(_table.Headers[at], Known)}");
                fine = false;
            }
        }

        if (!_table.Headers.Contains("name"))
        {
            _faults.Add(new CsvCell(string.Empty, 1, 1), "there is no column \"name\"");
            fine = false;
        }

        return fine;
    }

    private IEnumerable<Host> ReadRows()
    {
        foreach (var row in _table.Rows.Where(HasInterface))
        {
            // The rows say all interfaces of a host, so an address may go from one host of the file to another.
            if (HostName.TryParse(_table.Cell(row, "name").Text, null, out var name) && _inventory.HostOf(name) is { Interfaces.IsEmpty: false } known)
            {
                _inventory = _inventory.With(new Change.HostSet(known with { Interfaces = [] }));
            }
        }

        foreach (var row in _table.Rows)
        {
            ReadRow(row);
        }

        return _hosts.Keys.Select(name => _inventory.HostOf(name)!);
    }

    private void ReadRow(CsvCell[] row)
    {
        var cell = _table.Cell(row, "name");
        if (!HostName.TryParse(cell.Text, null, out var name))
        {
            _faults.Add(cell, cell.Text.Length == 0 ? "there is no host name" : $"\"{cell.Text}\" is not a host name");
            return;
        }

        var known = _inventory.HostOf(name);
        if (known is null && !_faults.Try(cell, () => HostRules.CheckFree(_inventory, name)))
        {
            return;
        }

        if (Placed(row, name, known) is not { } host)
        {
            // The host cannot be, but what else is wrong with its row is told in the same breath.
            _ = (Mac(row), Address(row));
            return;
        }

        host = WithFields(row, host);
        _inventory = _inventory.With(new Change.HostSet(host));
        _hosts.TryAdd(name, cell);
        if (HasInterface(row))
        {
            ReadInterface(row, host);
        }
    }

    private Host? Placed(CsvCell[] row, HostName name, Host? known)
    {
        var placed = HostRules.Placement(name);
        var appliance = _table.Cell(row, "appliance");
        var word = appliance.Text.Length > 0 ? appliance.Text : known?.Appliance ?? placed?.Appliance ?? string.Empty;
        var found = string.Empty;
        var fine = _faults.Try(appliance, () => found = HostRules.Appliance(_inventory, word).Name);
        fine &= Place(row, "rack", known?.Rack ?? placed?.Rack, out var rack);
        fine &= Place(row, "rank", known?.Rank ?? placed?.Rank, out var rank);
        return fine ? (known ?? new Host(name, found, rack, rank)) with { Appliance = found, Rack = rack, Rank = rank } : null;
    }

    private bool Place(CsvCell[] row, string column, int? otherwise, out int number)
    {
        var cell = _table.Cell(row, column);
        number = otherwise ?? 0;
        if (cell.Text.Length == 0 ? otherwise is not null : int.TryParse(cell.Text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return true;
        }

        _faults.Add(cell, cell.Text.Length == 0 ? $"there is no {column}" : $"{column} \"{cell.Text}\" is not a whole number");
        return false;
    }

    private Host WithFields(CsvCell[] row, Host host)
    {
        host = Field(row, "os", host, (was, text) => was with { Os = HostRules.Word("os", text) });
        host = Field(row, "box", host, (was, text) => was with { Box = HostRules.Word("box", text) });
        host = Field(row, "environment", host, (was, text) => was with { Environment = HostRules.Environment(_inventory, text) });
        host = Field(row, "installaction", host, (was, text) => was with { InstallAction = BootEntryRules.Named(_inventory, text, installs: true) });
        host = Field(row, "runaction", host, (was, text) => was with { OsAction = BootEntryRules.Named(_inventory, text, installs: false) });
        host = Field(row, "osaction", host, (was, text) => was with { OsAction = BootEntryRules.Named(_inventory, text, installs: false) });
        host = Field(row, "groups", host, (was, text) => was with { Groups = GroupRules.Several(_inventory, text) });
        host = Field(row, "notes", host, (was, text) => was with { Comment = text });
        return Field(row, "comment", host, (was, text) => was with { Comment = text });
    }

    private Host Field(CsvCell[] row, string column, Host host, Func<Host, string, Host> with)
    {
        var cell = _table.Cell(row, column);
        var changed = host;
        return cell.Text.Length > 0 && _faults.Try(cell, () => changed = with(host, cell.Text)) ? changed : host;
    }

    private bool HasInterface(CsvCell[] row) => Array.Exists(["interface", "mac", "ip"], column => _table.Cell(row, column).Text.Length > 0);

    private void ReadInterface(CsvCell[] row, Host host)
    {
        var (device, mac, ip, network) = (_table.Cell(row, "interface"), _table.Cell(row, "mac"), _table.Cell(row, "ip"), _table.Cell(row, "network"));
        network = network.Text.Length > 0 ? network : _table.Cell(row, "subnet");
        var nic = new HostInterface(
            device.Text.Length > 0 ? device.Text : "eth0",
            Mac(row),
            Address(row),
            network.Text.Length > 0 ? network.Text : null,
            Grammar.Words.Truth(_table.Cell(row, "default").Text) is true,
            _table.Cell(row, "interface hostname").Text is { Length: > 0 } other ? other : null);
        if (host.Interfaces.Any(known => known.Name == nic.Name))
        {
            _faults.Add(device, $"interface \"{nic.Name}\" of host {host.Name} is there twice");
            return;
        }

        var reachable = _faults.Try(network, () => nic = nic with { Network = InterfaceRules.NetworkOf(_inventory, host, nic) })
            && _faults.Try(ip, () => InterfaceRules.CheckAddress(_inventory, host, nic));
        if (_faults.Try(mac, () => InterfaceRules.CheckMac(_inventory, host, nic)) && reachable)
        {
            _inventory = _inventory.With(new Change.HostSet(InterfaceRules.With(_inventory, host, nic)));
        }
    }

    private MacAddress? Mac(CsvCell[] row) => Value<MacAddress>(_table.Cell(row, "mac"), "a hardware address");

    private Ipv4? Address(CsvCell[] row) => Value<Ipv4>(_table.Cell(row, "ip"), "an IPv4 address");

    private T? Value<T>(CsvCell cell, string what) where T : struct, ISpanParsable<T>
    {
        if (cell.Text.Length == 0)
        {
            return null;
        }

        if (T.TryParse(cell.Text, null, out var value))
        {
            return value;
        }

        _faults.Add(cell, $"\"{cell.Text}\" is not {what}");
        return null;
    }
}
