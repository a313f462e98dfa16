using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Tests.Dhcp;

/// <summary>What clients send, in the shapes that were traced.</summary>
internal static class ClientPackets
{
    private static readonly byte[] PxeList = [1, 2, 3, 4, 5, 6, 12, 13, 15, 17, 18, 22, 23, 28, 40, 41, 42, 43, 50, 51, 54, 58, 59, 60, 66, 67, 97, 128];

    public delegate void Fill(ref DhcpRequestWriter writer);

    public static byte[] Make(MacAddress mac, DhcpMessageType type, Fill? fill = null)
    {
        var buffer = new byte[600];
        var writer = new DhcpRequestWriter(buffer, type, mac, 0x1234abcd);
        fill?.Invoke(ref writer);
        return buffer[..writer.Finish()];
    }

    public static byte[] Discover(MacAddress mac) => Make(mac, DhcpMessageType.Discover);

    public static byte[] Bootp(MacAddress mac) => Make(mac, DhcpMessageType.None);

    public static byte[] Request(MacAddress mac, Ipv4 address) => Make(mac, DhcpMessageType.Request, (ref writer) =>
    {
        writer.Add(DhcpOptionCode.ServerIdentifier, DhcpFixture.Frontend.Address);
        writer.Add(DhcpOptionCode.RequestedAddress, address);
    });

    public static byte[] Bios(MacAddress mac, DhcpMessageType type = DhcpMessageType.Discover) => Firmware(mac, type, "PXEClient:Arch:00000:UNDI:002001", 0);

    public static byte[] Uefi(MacAddress mac, DhcpMessageType type = DhcpMessageType.Discover) => Firmware(mac, type, "PXEClient:Arch:00007:UNDI:003000", 7);

    public static byte[] UefiHttp(MacAddress mac) => Firmware(mac, DhcpMessageType.Discover, "HTTPClient:Arch:00016:UNDI:003000", 16);

    public static byte[] Ipxe(MacAddress mac, params byte[] features) => Make(mac, DhcpMessageType.Discover, (ref writer) =>
    {
        writer.Add(DhcpOptionCode.MaximumMessageSize, (ushort)1472);
        writer.AddText(DhcpOptionCode.VendorClass, "PXEClient:Arch:00000:UNDI:002001");
        writer.Add(DhcpOptionCode.ClientArchitecture, (ushort)0);
        writer.AddText(DhcpOptionCode.UserClass, "iPXE");
        writer.Add(DhcpOptionCode.Ipxe, features);
    });

    private static byte[] Firmware(MacAddress mac, DhcpMessageType type, string vendor, ushort architecture) => Make(mac, type, (ref writer) =>
    {
        writer.WantsBroadcast = architecture != 0;
        writer.Add(DhcpOptionCode.MaximumMessageSize, (ushort)1472);
        writer.Add(DhcpOptionCode.ParameterRequestList, PxeList);
        writer.Add(DhcpOptionCode.ClientMachineIdentifier, new byte[17]);
        writer.Add(DhcpOptionCode.ClientNetworkInterface, [1, 3, 0]);
        writer.Add(DhcpOptionCode.ClientArchitecture, architecture);
        writer.AddText(DhcpOptionCode.VendorClass, vendor);
    });
}
