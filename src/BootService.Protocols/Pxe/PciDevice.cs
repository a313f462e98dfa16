using System.Globalization;

namespace BootService.Protocols.Pxe;

/// <summary>A kind of card by its numbers on the PCI bus, as its ROM names itself; all zero where it does not.</summary>
/// <param name="Vendor">Who made it.</param>
/// <param name="Device">Which of the vendor's it is.</param>
public readonly record struct PciDevice(ushort Vendor, ushort Device)
{
    /// <summary>Octets of iPXE's sub-option 177: the kind of bus, vendor and device (iPXE, <c>src/include/ipxe/dhcp.h</c>, <c>DHCP_EB_BUS_ID</c>).</summary>
    private const int BusIdLength = 5;

    private const byte PciBus = 1;

    /// <summary>Whether nothing is known of the card.</summary>
    public bool IsNone => this == default;

    /// <summary>Reads the value of iPXE's sub-option 177.</summary>
    /// <returns>None for a card on another bus.</returns>
    public static PciDevice FromBusId(ReadOnlySpan<byte> value) =>
        value is [PciBus, var vendorHigh, var vendorLow, var deviceHigh, var deviceLow, ..] && value.Length >= BusIdLength
            ? new PciDevice((ushort)((vendorHigh << 8) | vendorLow), (ushort)((deviceHigh << 8) | deviceLow))
            : default;

    /// <summary>As <c>lspci -n</c> writes it: <c>1022:2000</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Vendor:x4}:{Device:x4}");
}
