using System.Text;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;

namespace BootService.Firmware.Dhcp;

/// <summary>An OFFER or ACK as firmware reads it.</summary>
/// <param name="Address">yiaddr; 0.0.0.0 from a boot server that leaves addresses to others.</param>
/// <param name="Server">Option 54; without one, where it came from.</param>
public sealed record DhcpOffer(Ipv4 Address, Ipv4 Server)
{
    private const int LongestOption = 1024;

    /// <summary>siaddr.</summary>
    public Ipv4 NextServer { get; init; }

    /// <summary>The header's <c>file</c>: what shim reads; empty for none.</summary>
    public string HeaderFile { get; init; } = string.Empty;

    /// <summary>Option 67 without a NUL at its end; empty for none.</summary>
    public string OptionFile { get; init; } = string.Empty;

    /// <summary>Option 60; empty for none.</summary>
    public string VendorClass { get; init; } = string.Empty;

    /// <summary>Sub-option 6 of option 43; null for none.</summary>
    public byte? DiscoveryControl { get; init; }

    /// <summary>Whether there is an option 43 with anything of PXE's in it.</summary>
    public bool HasPxeOptions { get; init; }

    /// <summary>Whether option 175 says that no proxy is to be waited for.</summary>
    public bool SaysNoProxy { get; init; }

    /// <summary>Option 13 in octets; null for none.</summary>
    public long? BootFileSize { get; init; }

    /// <summary>Option 51; zero for none.</summary>
    public TimeSpan Lease { get; init; }

    /// <summary>Option 209: PXELINUX's configuration file; empty for none.</summary>
    public string PxelinuxConfig { get; init; } = string.Empty;

    /// <summary>The boot file: option 67 before the header, as edk2 and iPXE prefer it.</summary>
    public string BootFile => OptionFile.Length > 0 ? OptionFile : HeaderFile;

    /// <summary>Whether the sender is a PXE server.</summary>
    public bool IsPxe => VendorClass.StartsWith("PXEClient", StringComparison.Ordinal);

    /// <summary>Whether the sender is an HTTP boot server.</summary>
    public bool IsHttp => VendorClass.StartsWith("HTTPClient", StringComparison.Ordinal);

    /// <summary>Where the boot file is: siaddr, else the server.</summary>
    public Ipv4 BootServer => NextServer.IsAny ? Server : NextServer;

    /// <summary>Reads a server's message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="from">Where it came from.</param>
    public static DhcpOffer From(in DhcpMessage message, Ipv4 from)
    {
        Span<byte> scratch = stackalloc byte[LongestOption];
        var server = message.AddressOf(DhcpOptionCode.ServerIdentifier);
        var vendor = message.TryGet(DhcpOptionCode.VendorSpecific, scratch, out var options) ? options : [];
        var (pxe, control) = PxeIn(vendor);
        return new DhcpOffer(message.YourAddress, server.IsAny ? from : server)
        {
            NextServer = message.ServerAddress,
            HeaderFile = Encoding.Latin1.GetString(message.BootFile),
            OptionFile = Text(message, DhcpOptionCode.BootFileName, scratch),
            VendorClass = Text(message, DhcpOptionCode.VendorClass, scratch),
            HasPxeOptions = pxe,
            DiscoveryControl = control,
            SaysNoProxy = message.TryGet(DhcpOptionCode.Ipxe, scratch, out var ipxe) && PxeVendorOptions.SaysNoProxy(ipxe),
            BootFileSize = message.TryGet((DhcpOptionCode)13, out var size) && size is [var high, var low] ? ((high << 8) | low) * 512L : null,
            Lease = message.TryGet(DhcpOptionCode.LeaseTime, out var lease) && lease.Length == 4 ? TimeSpan.FromSeconds(Ipv4.From(lease).Value) : TimeSpan.Zero,
            PxelinuxConfig = Text(message, (DhcpOptionCode)209, scratch),
        };
    }

    private static (bool Any, byte? Control) PxeIn(ReadOnlySpan<byte> vendor)
    {
        var any = false;
        foreach (var option in new DhcpOptions(vendor))
        {
            // MTFTP 1 to 5, boot servers 6 to 13 (PXE 2.1 table 2-1).
            any |= (byte)option.Code is >= 1 and <= 13;
        }

        return (any, PxeVendorOptions.DiscoveryControlOf(vendor));
    }

    private static string Text(in DhcpMessage message, DhcpOptionCode code, Span<byte> scratch) =>
        message.TryGet(code, scratch, out var value) ? Encoding.Latin1.GetString(value).TrimEnd('\0') : string.Empty;
}
