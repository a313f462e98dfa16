using BootService.Protocols.Dhcp;

namespace BootService.Protocols.Pxe;

/// <summary>Writes and reads the options that are encapsulated for network boot: PXE's in option 43 (PXE 2.1 §2) and iPXE's in option 175.</summary>
public static class PxeVendorOptions
{
    /// <summary>Octets that are enough for everything written here.</summary>
    public const int Capacity = 64;

    private const byte DiscoveryControl = 6;
    private const byte BootItem = 71;
    private const byte RaspberryPiMenu = 9;
    private const byte RaspberryPiPrompt = 10;
    private const byte End = 255;

    /// <summary>
    /// Option 43 for PXE firmware: discovery control with bit 3, "use the boot file of this offer", so that nobody asks port 4011 or waits for a menu.
    /// Firmware that calls back on 4011 gets its boot item echoed.
    /// </summary>
    /// <param name="destination">At least <see cref="Capacity"/> octets.</param>
    /// <param name="bootItem">Sub-option 71 of the request, four octets, or empty.</param>
    /// <returns>The octets written.</returns>
    public static int WriteUseThisOffer(Span<byte> destination, ReadOnlySpan<byte> bootItem)
    {
        destination[0] = DiscoveryControl;
        destination[1] = 1;
        destination[2] = 8;
        var length = 3;
        if (bootItem.Length == 4)
        {
            destination[length] = BootItem;
            destination[length + 1] = (byte)bootItem.Length;
            bootItem.CopyTo(destination[(length + 2)..]);
            length += 2 + bootItem.Length;
        }

        destination[length] = End;
        return length + 1;
    }

    /// <summary>Option 43 for the Raspberry Pi's ROM, which looks for the words "Raspberry Pi Boot" in a PXE menu and accepts no answer without them.</summary>
    /// <param name="destination">At least <see cref="Capacity"/> octets.</param>
    /// <returns>The octets written.</returns>
    public static int WriteRaspberryPi(Span<byte> destination)
    {
        var words = "Raspberry Pi Boot"u8;
        destination[0] = DiscoveryControl;
        destination[1] = 1;
        destination[2] = 3;
        destination[3] = RaspberryPiPrompt;
        destination[4] = 4;
        destination[5] = 0;
        "PXE"u8.CopyTo(destination[6..]);
        destination[9] = RaspberryPiMenu;
        destination[10] = (byte)(words.Length + 3);
        destination[11] = 0;
        destination[12] = 0;
        destination[13] = (byte)words.Length;
        words.CopyTo(destination[14..]);
        destination[14 + words.Length] = End;
        return 15 + words.Length;
    }

    /// <summary>The content of option 175: 176 (no-pxedhcp), so that iPXE takes this offer at once instead of waiting two seconds for a proxy.</summary>
    /// <param name="destination">At least <see cref="Capacity"/> octets.</param>
    /// <param name="keepSan">Whether 8 (keep-san) is set too.</param>
    /// <returns>The octets written.</returns>
    public static int WriteIpxe(Span<byte> destination, bool keepSan = false)
    {
        ReadOnlySpan<byte> noProxy = [176, 1, 1];
        ReadOnlySpan<byte> san = [8, 1, 1];
        noProxy.CopyTo(destination);
        if (keepSan)
        {
            san.CopyTo(destination[noProxy.Length..]);
        }

        return noProxy.Length + (keepSan ? san.Length : 0);
    }

    /// <summary>Sub-option 71 of a request's option 43: the boot item a client asks port 4011 for; empty when it names none.</summary>
    public static ReadOnlySpan<byte> BootItemOf(in DhcpMessage message) =>
        message.TryGet(DhcpOptionCode.VendorSpecific, out var value) && new DhcpOptions(value).TryFind((DhcpOptionCode)BootItem, out var item) ? item : [];

    /// <summary>What sub-option 6 of an option 43 says, or null when it says nothing: bit 3 is "use the boot file of this offer".</summary>
    public static byte? DiscoveryControlOf(ReadOnlySpan<byte> vendorSpecific) =>
        new DhcpOptions(vendorSpecific).TryFind((DhcpOptionCode)DiscoveryControl, out var value) && value is [var bits] ? bits : null;

    /// <summary>Whether an option 175 carries 176 (no-pxedhcp) set.</summary>
    public static bool SaysNoProxy(ReadOnlySpan<byte> ipxe) =>
        new DhcpOptions(ipxe).TryFind((DhcpOptionCode)176, out var value) && value is [not 0, ..];
}
