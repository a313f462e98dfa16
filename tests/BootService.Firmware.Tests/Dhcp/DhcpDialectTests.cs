using BootService.Firmware.Dhcp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;
using Xunit;

namespace BootService.Firmware.Tests.Dhcp;

/// <summary>Firmware as it was traced (docs/firmware.md).</summary>
public sealed class DhcpDialectTests
{
    private static readonly Machine Node = new(MacAddress.Parse("52:54:00:aa:bb:01"));

    private static readonly DhcpOffer Offer = new(Ipv4.Parse("10.1.255.254"), RecordedWire.Server);

    [Fact]
    public void UEFI_sends_347_octets_by_broadcast_and_asks_for_more_room_in_its_request()
    {
        var discover = Read(DhcpDialect.Edk2Pxe, DhcpMessageType.Discover);
        Assert.Equal(347, discover.Bytes.Length);
        Assert.True(discover.WantsBroadcast);
        Assert.Equal(1472, discover.MaximumMessageSize);
        Assert.False(discover.Has(DhcpOptionCode.ClientIdentifier));
        var request = Read(DhcpDialect.Edk2Pxe, DhcpMessageType.Request, Offer);
        Assert.Equal(359, request.Bytes.Length);
        Assert.Equal(65280, request.MaximumMessageSize);
        Assert.Equal(Offer.Address, request.AddressOf(DhcpOptionCode.RequestedAddress));
    }

    [Fact]
    public void UEFI_HTTP_asks_for_option_235_and_not_for_66()
    {
        var discover = Read(DhcpDialect.Edk2Http, DhcpMessageType.Discover);
        Assert.True(discover.TryGet(DhcpOptionCode.ParameterRequestList, out var list));
        Assert.Contains((byte)235, list.ToArray());
        Assert.DoesNotContain((byte)66, list.ToArray());
        Assert.Equal(PxeVendor.HttpClient, PxeClient.From(discover).Vendor);
    }

    [Fact]
    public void An_iPXE_ROM_can_run_a_script_and_VirtualBoxs_cannot()
    {
        var rom = PxeClient.From(Read(DhcpDialect.IpxeBios, DhcpMessageType.Discover));
        Assert.True(rom is { IsIpxe: true, CanRunIpxeScript: true, Firmware: PxeFirmware.Bios });
        var box = PxeClient.From(Read(DhcpDialect.VirtualBox, DhcpMessageType.Discover));
        Assert.True(box is { IsIpxe: true, CanRunIpxeScript: false, Firmware: PxeFirmware.Bios });
        Assert.True(PxeClient.From(Read(DhcpDialect.IpxeEfi, DhcpMessageType.Discover)) is { CanRunIpxeScript: true, Firmware: PxeFirmware.UefiX64 });
    }

    [Fact]
    public void Intels_ROM_is_a_PXE_client_without_a_user_class()
    {
        var message = Read(DhcpDialect.IntelBios, DhcpMessageType.Discover);
        Assert.True(PxeClient.From(message) is { IsIpxe: false, Vendor: PxeVendor.PxeClient, Firmware: PxeFirmware.Bios });
        Assert.Equal(548, message.Bytes.Length);
    }

    [Fact]
    public void The_boot_server_is_asked_with_the_address_and_without_the_servers_name()
    {
        var datagram = new byte[1024];
        var length = DhcpDialect.Edk2Pxe.Write(datagram, DhcpMessageType.Request, Node, 7, Offer, Offer);
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(datagram.AsSpan(0, length), out var message));
        Assert.Equal(Offer.Address, message.ClientAddress);
        Assert.False(message.Has(DhcpOptionCode.ServerIdentifier));
        Assert.False(message.WantsBroadcast);
    }

    private static DhcpMessage Read(DhcpDialect dialect, DhcpMessageType type, DhcpOffer? taking = null)
    {
        var datagram = new byte[1024];
        var length = dialect.Write(datagram, type, Node, 7, taking);
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(datagram.AsSpan(0, length), out var message));
        return message;
    }
}
