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
    /// <summary>More interfaces than any machine has; each is held against all others of its host.</summary>
    private const int MostRows = 500;

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
            _ = Address(row);
        }
    }

    /// <summary>The host with the interfaces of its rows; with those it had when no row has any.</summary>
    public Host Read(HostRows rows, Host host)
    {
        if (rows.Rows.Count > MostRows)
        {
            faults.Add(rows.Rows[MostRows][0], $"host {host.Name} has {rows.Rows.Count} rows, and {MostRows} are the most");
            return host;
        }

        var told = faults.Count;
        CsvCell? chosen = null;
        for (var at = 0; at < rows.Rows.Count; at++)
        {
            var row = rows.Rows[at];
            if (rows.Rows.FindIndex(other => SaysTheSame(other, row)) is var first && first < at)
            {
                faults.Remark(row[0], $"the row says the same as line {rows.Rows[first][0].Line} and was read once");
            }
            else if (HasOne(table, row))
            {
                host = With(host, row);
                var cell = table.Cell(row, "default");
                if (Keywords.Truth(Text(cell)) is true && chosen is { } before)
                {
                    faults.Add(
                        cell, $"host {host.Name} has a default interface in line {before.Line} already, and one address and one default route are all it "
                            + "can have");
                }

                chosen = Keywords.Truth(Text(cell)) is true ? cell : chosen;
            }
        }

        if (faults.Count == told)
        {
            CheckLinks(rows, host);
        }

        return host;
    }

    private static bool SaysTheSame(CsvCell[] one, CsvCell[] other)
    {
        for (var at = 0; at < Math.Max(one.Length, other.Length); at++)
        {
            if ((at < one.Length ? one[at].Text : string.Empty) != (at < other.Length ? other[at].Text : string.Empty))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What interfaces say of each other: a bond, a bridge or what a VLAN is on must be there too.</summary>
    private void CheckLinks(HostRows rows, Host host)
    {
        // What was so before was told when it came.
        if (before.HostOf(host.Name) is { } known && known.Interfaces.SequenceEqual(host.Interfaces))
        {
            return;
        }

        if (!host.Interfaces.Any(nic => nic.Channel is not null || nic.Vlan is not null || nic.Name.Contains(':', StringComparison.Ordinal)))
        {
            return;
        }

        foreach (var fault in NodeNetworkPlan.Faults(inventory, host))
        {
            // It may come with another file or verb; until then the host is not set to install.
            faults.Remark(rows.Cell, $"host {host.Name} cannot be installed so: {fault}");
        }
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
            AutoAddress.Is(table.Cell(row, "ip").Text) ? null : Address(row),
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

        if (int.TryParse(cell.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var vlan)
            && vlan is > 0 and < 4095)
        {
            return vlan;
        }

        faults.Add(cell, $"vlan \"{Echo.Of(cell.Text)}\" is not a number from 1 to 4094");
        return null;
    }

    private bool IsDefault(CsvCell cell)
    {
        var text = Text(cell);
        if (text.Length > 0 && Keywords.Truth(text) is null)
        {
            faults.Add(cell, $"default \"{Echo.Of(text)}\" must be yes or no");
        }

        return Keywords.Truth(text) is true;
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
        return before.HostOf(host)?.Interfaces.FirstOrDefault(nic => nic.Name == device) is { Address: { } address, Network: var network }
            && network == Text(table.Cell(row, "network")) ? address : null;
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

        faults.Add(cell, $"\"{Echo.Of(cell.Text)}\" is not {what}{WithoutZeros(cell.Text)}");
        return null;
    }

    /// <summary>The address of a row; the prefix behind it, where there is one, must be its network's.</summary>
    private Ipv4? Address(CsvCell[] row)
    {
        var cell = table.Cell(row, "ip");
        var slash = Text(cell).IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || Value<Ipv4>(cell with { Text = cell.Text[..slash] }, "an IPv4 address") is not { } address)
        {
            return slash < 0 ? Value<Ipv4>(cell, "an IPv4 address") : null;
        }

        var network = Text(table.Cell(row, "network")) is { Length: > 0 } name ? inventory.NetworkCalled(name) : inventory.NetworkOf(address);
        if (network is not null && cell.Text[(slash + 1)..] != network.Subnet.Prefix.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            faults.Add(cell, $"\"{Echo.Of(cell.Text)}\" has another prefix than network {network.Name} ({network.Subnet})");
        }

        return address;
    }

    /// <summary>Numbers with zeros before them are read as octal by some: what was meant must be written.</summary>
    private static string WithoutZeros(string text)
    {
        var bare = string.Join('.', text.Split('.').Select(part => part.TrimStart('0') is { Length: > 0 } digits ? digits : "0"));
        return bare != text && Ipv4.TryParse(bare, null, out _) ? $" with its zeros in front, which some read as octal: did you mean {bare}?" : string.Empty;
    }

    /// <summary>The text of a cell; empty where it says that there is nothing.</summary>
    private static string Text(CsvCell cell) => Keywords.IsNothing(cell.Text) ? string.Empty : cell.Text;
}
