using System.Globalization;
using BootService.Protocols.Net;

namespace BootService.Core.Doctor;

/// <summary>A port that some program of this machine listens on.</summary>
/// <param name="Protocol"><c>udp</c> or <c>tcp</c>.</param>
/// <param name="Address">0.0.0.0 for every address.</param>
/// <param name="Port">The port.</param>
/// <param name="Inode">The kernel's number of the socket, by which its owner is found.</param>
public readonly record struct OpenPort(string Protocol, Ipv4 Address, int Port, long Inode)
{
    private const string Listening = "0A";

    /// <summary>Reads <c>/proc/net/udp</c> or <c>/proc/net/tcp</c> (proc(5)); lines of another form are passed over.</summary>
    public static IEnumerable<OpenPort> Read(string protocol, string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var line in table.Split('\n').Skip(1))
        {
            // sl local remote st tx:rx tr:when retrnsmt uid timeout inode
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, _, var state, _, _, _, _, _, var inode, ..]
                && (protocol == "udp" || state == Listening)
                && local.Split(':') is [{ Length: 8 } address, var port]
                && uint.TryParse(address, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var swapped)
                && int.TryParse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
                && long.TryParse(inode, CultureInfo.InvariantCulture, out var node))
            {
                yield return new OpenPort(protocol, new Ipv4(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(swapped)), number, node);
            }
        }
    }

    /// <summary>Whether a socket here takes packets that are meant for one on an address.</summary>
    public bool Concerns(Ipv4 address) => Address.IsAny || Address == address;
}
