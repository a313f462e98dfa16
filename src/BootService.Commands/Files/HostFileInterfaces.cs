using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Commands.Networks;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Files;

/// <summary>Reads the columns of a hostfile that are about interfaces. Pure.</summary>
/// <param name="table">The file.</param>
/// <param name="faults">Told of each fault.</param>
/// <param name="inventory">The state in which the hosts of the file have no interfaces.</param>
/// <param name="before">The state as it is.</param>
internal sealed class HostFileInterfaces(CsvTable table, FileFaults faults, Inventory inventory, Inventory before)
{
    private static readonly string[] Telling = ["interface", "mac", "ip"];

    private readonly Dictionary<MacAddress, string> _macs = [];
    private readonly Dictionary<Ipv4, HostName> _addresses = [];
    private readonly HashSet<Ipv4> _claimed = [];
    private readonly Dictionary<string, FreeAddresses> _free = new(StringComparer.Ordinal);

    /// <summary>Whether a row is about an interface.</summary>
    public static bool HasOne(CsvTable table, CsvCell[] row) => Array.Exists(Telling, column => Text(table.Cell(row, column)).Length > 0);

    /// <summary>Takes note of the addresses that the file names, which are not free then for rows that say auto.</summary>
    public void Claim(IEnumerable<HostRows> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var row in host.Rows)
            {
                var ip = table.Cell(row, "ip").Text;
                if (Ipv4.TryParse(ip, null, out var address) || (AutoAddress.Is(ip) && Kept(host.Name, row) is { } kept && (address = kept) == kept))
                {
                    _claimed.Add(address);
                }
            }
        }
    }

    /// <summary>Tells what is wrong with the addresses of a row, whoever's they are.</summary>
    public void Look(CsvCell[] row)
    {
        _ = Value<MacAddress>(table.Cell(row, "mac"), "a hardware address");
        if (!AutoAddress.Is(table.Cell(row, "ip").Text))
        {
            _ = Value<Ipv4>(table.Cell(row, "ip"), "an IPv4 address");
        }
    }

    /// <summary>The host with the interfaces of its rows; with those it had when no row has any.</summary>
    public Host Read(HostRows rows, Host host)
    {
        foreach (var row in rows.Rows.Where(row => HasOne(table, row)))
        {
            host = With(host, row);
        }

        return host;
    }

    private Host With(Host host, CsvCell[] row)
    {
        var (device, mac, ip) = (table.Cell(row, "interface"), table.Cell(row, "mac"), table.Cell(row, "ip"));
        var nic = Interface(host, row);
        if (host.Interfaces.Any(other => other.Name == nic.Name))
        {
            faults.Add(device, $"interface \"{nic.Name}\" of host {host.Name} is there twice");
            return host;
        }

        var reachable = faults.Try(table.Cell(row, "network"), () => nic = nic with { Network = InterfaceRules.NetworkOf(inventory, host, nic) })
            && (!AutoAddress.Is(ip.Text) || faults.Try(ip, () => nic = nic with { Address = Auto(host, row, nic) }))
            && faults.Try(ip, () => CheckAddress(host, nic));
        if (!faults.Try(mac, () => CheckMac(host, nic)) || !reachable)
        {
            return host;
        }

        if (nic.Mac is { } card)
        {
            _macs[card] = $"interface {nic.Name} of host {host.Name}";
        }

        if (nic.Address is { } address)
        {
            _addresses[address] = host.Name;
        }

        var made = host;
        return faults.Try(device, () => made = InterfaceRules.With(inventory, host, nic)) ? made : host;
    }

    private HostInterface Interface(Host host, CsvCell[] row)
    {
        var device = table.Cell(row, "interface");
        var name = Text(device) is { Length: > 0 } said ? said : "eth0";
        if (InterfaceRules.WhyNoDevice(name) is { } why)
        {
            faults.Add(device, why);
        }

        var other = default(HostName);
        var named = table.Cell(row, "interface hostname");
        if (Text(named).Length > 0 && !HostName.TryParse(named.Text, null, out other))
        {
            faults.Add(named, $"\"{Echo.Of(named.Text)}\" is not a host name");
        }

        var isOther = Text(named).Length > 0 && other != host.Name;
        return new HostInterface(
            name,
            Value<MacAddress>(table.Cell(row, "mac"), "a hardware address"),
            AutoAddress.Is(table.Cell(row, "ip").Text) ? null : Value<Ipv4>(table.Cell(row, "ip"), "an IPv4 address"),
            Text(table.Cell(row, "network")) is { Length: > 0 } network ? network : null,
            IsDefault(table.Cell(row, "default")),
            isOther ? other.ToString() : null)
        {
            Vlan = Vlan(table.Cell(row, "vlan")),
            Options = Maybe(row, "options"),
            Channel = Maybe(row, "channel"),
            Module = Maybe(row, "module"),
        };
    }

    private string? Maybe(CsvCell[] row, string column) => Text(table.Cell(row, column)) is { Length: > 0 } text ? text : null;

    /// <summary>The number of a VLAN (IEEE 802.1Q): 1 to 4094. Stacki wrote 0 for none.</summary>
    private int? Vlan(CsvCell cell)
    {
        if (Text(cell) is "" or "0")
        {
            return null;
        }

        if (int.TryParse(cell.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var vlan) && vlan is > 0 and < 4095)
        {
            return vlan;
        }

        faults.Add(cell, $"vlan \"{Echo.Of(cell.Text)}\" is not a number from 1 to 4094");
        return null;
    }

    private bool IsDefault(CsvCell cell)
    {
        var text = Text(cell);
        if (text.Length > 0 && Words.Truth(text) is null)
        {
            faults.Add(cell, $"default \"{Echo.Of(text)}\" must be yes or no");
        }

        return Words.Truth(text) is true;
    }

    private void CheckMac(Host host, HostInterface nic)
    {
        InterfaceRules.CheckMac(inventory, host, nic);
        if (nic.Mac is { } mac && _macs.TryGetValue(mac, out var owner))
        {
            throw new RefusedException($"hardware address {mac} is already {owner}");
        }
    }

    private void CheckAddress(Host host, HostInterface nic)
    {
        InterfaceRules.CheckAddress(inventory, host, nic);
        if (nic.Address is { } address && _addresses.TryGetValue(address, out var owner))
        {
            throw new RefusedException($"address {address} is already used by host {owner}");
        }
    }

    private Ipv4 Auto(Host host, CsvCell[] row, HostInterface nic)
    {
        if (nic.Network is not { } name)
        {
            throw new RefusedException($"ip=auto of host {host.Name} needs the network whose next free address it means");
        }

        if (Kept(host.Name, row) is { } kept)
        {
            return kept;
        }

        var network = NetworkRules.Existing(inventory, name);
        if (!_free.TryGetValue(name, out var free))
        {
            _free[name] = free = new FreeAddresses(inventory, network);
        }

        return free.Take(_claimed) ?? throw new RefusedException($"network {name} ({network.Subnet}) has no free address left");
    }

    /// <summary>The address that an interface of the host has on the row's network already, which stays when the file is loaded again.</summary>
    private Ipv4? Kept(HostName host, CsvCell[] row)
    {
        var device = Text(table.Cell(row, "interface")) is { Length: > 0 } said ? said : "eth0";
        return before.HostOf(host)?.Interfaces.FirstOrDefault(nic => nic.Name == device) is { Address: { } address, Network: var network } && network == Text(table.Cell(row, "network")) ? address : null;
    }

    private T? Value<T>(CsvCell cell, string what) where T : struct, ISpanParsable<T>
    {
        if (Text(cell).Length == 0)
        {
            return null;
        }

        if (T.TryParse(cell.Text, null, out var value))
        {
            return value;
        }

        faults.Add(cell, $"\"{Echo.Of(cell.Text)}\" is not {what}");
        return null;
    }

    /// <summary>The text of a cell; empty for Stacki's NULL and Python's None.</summary>
    private static string Text(CsvCell cell) => Words.IsNull(cell.Text) || cell.Text == "None" ? string.Empty : cell.Text;
}
