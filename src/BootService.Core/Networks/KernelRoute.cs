using System.Buffers.Binary;
using System.Globalization;
using BootService.Protocols.Net;

namespace BootService.Core.Networks;

/// <summary>A network that the kernel reaches by an interface.</summary>
/// <param name="Interface">The interface.</param>
/// <param name="Network">The network; prefix 0 for the default route.</param>
public readonly record struct KernelRoute(string Interface, Ipv4Network Network)
{
    private const int IsUp = 1;

    /// <summary>Reads <c>/proc/net/route</c> (proc(5)); lines of another form and routes that are down are passed over.</summary>
    public static IEnumerable<KernelRoute> Read(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var line in table.Split('\n').Skip(1))
        {
            // Iface Destination Gateway Flags RefCnt Use Metric Mask, addresses as the processor has them in memory
            if (line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [var name, var destination, _, var flags, _, _, _, var mask, ..]
                && TryAddress(destination, out var address)
                && TryAddress(mask, out var bits)
                && int.TryParse(flags, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var set) && (set & IsUp) != 0
                && Ipv4Network.TryFromMask(address, bits, out var network))
            {
                yield return new KernelRoute(name, network);
            }
        }
    }

    private static bool TryAddress(string text, out Ipv4 address)
    {
        var read = uint.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var swapped);
        address = new Ipv4(BinaryPrimitives.ReverseEndianness(swapped));
        return read && text.Length == 8;
    }
}
