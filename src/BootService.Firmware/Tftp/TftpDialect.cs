using System.Globalization;
using System.Text;
using BootService.Protocols.Tftp;

namespace BootService.Firmware.Tftp;

/// <summary>How one program reads files over TFTP (docs/firmware.md).</summary>
/// <param name="Name">The program.</param>
/// <param name="Options">The options it asks for, in order.</param>
public sealed record TftpDialect(string Name, IReadOnlyList<KeyValuePair<string, int>> Options)
{
    /// <summary>Whether it first asks for the size alone and ends that with ERROR 8.</summary>
    public bool ProbesSize { get; init; }

    /// <summary>Whether it gives up on a server that does not tell the size (docs/firmware.md).</summary>
    public bool NeedsSize { get; init; }

    /// <summary>How long it waits for each answer.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often it repeats itself before it gives up.</summary>
    public int Tries { get; init; } = 6;

    /// <summary>Intel's BIOS ROM: blksize 1456, tsize 0.</summary>
    public static TftpDialect IntelBios { get; } = new("Intel BIOS PXE", [new("tsize", 0), new("blksize", 1456)]);

    /// <summary>iPXE, in this order: blksize 1432, tsize.</summary>
    public static TftpDialect Ipxe { get; } = new("iPXE", [new("blksize", 1432), new("tsize", 0)]);

    /// <summary>PXELINUX and its ldlinux.</summary>
    public static TftpDialect Pxelinux { get; } = new("pxelinux", [new("tsize", 0), new("blksize", 1408)]) { NeedsSize = true };

    /// <summary>edk2: the size first, then the file.</summary>
    public static TftpDialect Edk2 { get; } = new(
        "UEFI PXE", [new("tsize", 0), new("blksize", 1468), new("windowsize", 4)])
    { ProbesSize = true, NeedsSize = true };

    /// <summary>shim: small blocks in windows of four.</summary>
    public static TftpDialect Shim { get; } = new("shim", [new("blksize", 512), new("windowsize", 4)]);

    /// <summary>GRUB.</summary>
    public static TftpDialect Grub { get; } = new("GRUB", [new("blksize", 1024), new("tsize", 0)]);

    /// <summary>Writes a read request.</summary>
    /// <param name="packet">Receives it.</param>
    /// <param name="name">The file, as the program spells it.</param>
    /// <param name="options">The options to ask for.</param>
    /// <returns>Its length.</returns>
    public static int WriteRequest(Span<byte> packet, string name, IEnumerable<KeyValuePair<string, int>> options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        packet[0] = 0;
        packet[1] = (byte)TftpOpcode.ReadRequest;
        var length = 2;
        Put(packet, ref length, name);
        Put(packet, ref length, "octet");
        foreach (var (option, value) in options)
        {
            Put(packet, ref length, option);
            Put(packet, ref length, value.ToString(CultureInfo.InvariantCulture));
        }

        return length;
    }

    private static void Put(Span<byte> packet, ref int length, string text)
    {
        length += Encoding.UTF8.GetBytes(text, packet[length..]);
        packet[length++] = 0;
    }
}
