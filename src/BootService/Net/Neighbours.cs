using BootService.Protocols.Net;

namespace BootService.Net;

/// <summary>Which card answers for an address on our own wires, as the kernel knows it (proc(5), /proc/net/arp). Who talks to us has just said so.</summary>
internal static class Neighbours
{
    private const string Table = "/proc/self/net/arp";
    private const char Ethernet = '1';

    /// <summary><see cref="CardOf(Ipv4)"/> as a value that is made once.</summary>
    public static Func<Ipv4, MacAddress?> Find { get; } = CardOf;

    /// <summary>The card; null for an address behind a router, and where the kernel does not say.</summary>
    public static MacAddress? CardOf(Ipv4 address)
    {
        try
        {
            return CardOf(address, File.ReadLines(Table));
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The same in the lines of the kernel's table: address, kind of hardware, flags, hardware address, mask, interface.</summary>
    internal static MacAddress? CardOf(Ipv4 address, IEnumerable<string> table)
    {
        var wanted = address.ToString() + " ";
        foreach (var line in table)
        {
            if (line.StartsWith(wanted, StringComparison.Ordinal)
                && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, [.., Ethernet], not "0x0", var mac, ..]
                && MacAddress.TryParse(mac, null, out var card) && !card.IsZero)
            {
                return card;
            }
        }

        return null;
    }
}
