using System.Globalization;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Protocols.Tests.Dhcp;

/// <summary>What real firmware was seen to send, built from the traces: option order, lists and flags as on the wire.</summary>
internal static class FirmwarePackets
{
    public static readonly MacAddress Mac = MacAddress.Parse("52:54:00:aa:bb:01");

    private static readonly byte[] IpxeList = [1, 3, 6, 7, 12, 15, 17, 26, 43, 60, 66, 67, 119, .. Range(128, 135), 175, 203];

    private static readonly byte[] Edk2List =
        [.. Range(1, 6), 12, 13, 15, 17, 18, 22, 23, 28, .. Range(40, 43), 50, 51, 54, 58, 59, 60, 66, 67, 97, .. Range(128, 135)];

    private static readonly byte[] Edk2HttpList =
        [.. Range(1, 6), 12, 13, 15, 17, 18, 22, 23, 28, .. Range(40, 43), 50, 51, 54, 58, 59, 60, 235, 67, 97, .. Range(128, 135)];

    private static readonly byte[] ZeroMachine = new byte[17];

    private delegate int Build(byte[] buffer, DhcpMessageType type);

    private static readonly Dictionary<string, Build> All = new(StringComparer.Ordinal)
    {
        ["ipxe-bios"] = (buffer, type) => Ipxe(buffer, type, "PXEClient:Arch:00000:UNDI:002001", 0, [1, 2, 1], 400),
        ["ipxe-efi"] = (buffer, type) => Ipxe(buffer, type, "PXEClient:Arch:00007:UNDI:003010", 7, [1, 3, 10], 388),
        ["edk2-x64"] = (buffer, type) => Edk2(buffer, type, "PXEClient:Arch:00007:UNDI:003000", 7, Edk2List),
        ["edk2-http"] = (buffer, type) => Edk2(buffer, type, "HTTPClient:Arch:00016:UNDI:003000", 16, Edk2HttpList),
        ["edk2-arm64"] = (buffer, type) => Edk2(buffer, type, "PXEClient:Arch:00011:UNDI:003000", 11, Edk2List),
        ["grub"] = Grub,
        ["udhcpc"] = Udhcpc,
    };

    public static TheoryData Names() => new(All.Keys);

    public static byte[] Message(string name, DhcpMessageType type = DhcpMessageType.Discover)
    {
        var buffer = new byte[600];
        return buffer[..All[name](buffer, type)];
    }

    private static int Ipxe(byte[] buffer, DhcpMessageType type, string vendor, ushort architecture, byte[] undi, int length)
    {
        var writer = Begin(buffer, type, broadcast: false);
        writer.Add(DhcpOptionCode.MaximumMessageSize, (ushort)1472);
        writer.AddText(DhcpOptionCode.VendorClass, vendor);
        writer.Add(DhcpOptionCode.ClientArchitecture, architecture);
        writer.Add(DhcpOptionCode.ClientNetworkInterface, undi);
        writer.AddText(DhcpOptionCode.UserClass, "iPXE");
        writer.Add(DhcpOptionCode.ParameterRequestList, IpxeList);
        writer.Add(DhcpOptionCode.Ipxe, Features());
        writer.Add(DhcpOptionCode.ClientIdentifier, [1, 0x52, 0x54, 0, 0xaa, 0xbb, 1]);
        writer.Add(DhcpOptionCode.ClientMachineIdentifier, ZeroMachine);
        return writer.Finish(length);
    }

    private static int Edk2(byte[] buffer, DhcpMessageType type, string vendor, ushort architecture, byte[] list)
    {
        var writer = Begin(buffer, type, broadcast: true);
        writer.Add(DhcpOptionCode.MaximumMessageSize, type is DhcpMessageType.Request ? (ushort)65280 : (ushort)1472);
        writer.Add(DhcpOptionCode.ParameterRequestList, list);
        writer.Add(DhcpOptionCode.ClientMachineIdentifier, ZeroMachine);
        writer.Add(DhcpOptionCode.ClientNetworkInterface, [1, 3, 0]);
        writer.Add(DhcpOptionCode.ClientArchitecture, architecture);
        writer.AddText(DhcpOptionCode.VendorClass, vendor);
        return writer.Finish(0);
    }

    private static int Grub(byte[] buffer, DhcpMessageType type)
    {
        var writer = Begin(buffer, type, broadcast: false);
        writer.Seconds = 62276;
        if (type is DhcpMessageType.Request)
        {
            writer.Add(DhcpOptionCode.ParameterRequestList, [1, 3, 6, 15, 12, 17, 18, 60]);
        }

        return writer.Finish();
    }

    private static int Udhcpc(byte[] buffer, DhcpMessageType type)
    {
        var writer = Begin(buffer, type, broadcast: false);
        writer.Add(DhcpOptionCode.ClientIdentifier, [1, 0x52, 0x54, 0, 0xaa, 0xbb, 1]);
        writer.Add(DhcpOptionCode.MaximumMessageSize, (ushort)576);
        writer.Add(DhcpOptionCode.ParameterRequestList, [1, 3, 6, 12, 15, 28, 42]);
        writer.AddText(DhcpOptionCode.VendorClass, "anaconda-Linux");
        return writer.Finish();
    }

    private static DhcpRequestWriter Begin(byte[] buffer, DhcpMessageType type, bool broadcast)
    {
        var writer = new DhcpRequestWriter(buffer, type, Mac, 0x1234abcd) { WantsBroadcast = broadcast };
        if (type is DhcpMessageType.Request)
        {
            writer.Add(DhcpOptionCode.ServerIdentifier, Ipv4.Parse("10.1.1.1"));
            writer.Add(DhcpOptionCode.RequestedAddress, Ipv4.Parse("10.1.255.254"));
        }

        return writer;
    }

    // Bus identification, version, and eleven features: 45 octets as in the traces.
    private static byte[] Features() =>
    [
        177, 5, 1, 0x1a, 0xf4, 0x10, 0, 235, 3, 1, 21, 1,
        23, 1, 1, 34, 1, 1, 19, 1, 1, 20, 1, 1, 17, 1, 1, 39, 1, 1, 25, 1, 1, 16, 1, 2, 33, 1, 1, 21, 1, 1, 24, 1, 1,
    ];

    private static byte[] Range(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(code => Convert.ToByte(code, CultureInfo.InvariantCulture))];

    /// <summary>The names as rows of a theory.</summary>
    internal sealed class TheoryData(IEnumerable<string> names) : Xunit.TheoryData<string>(names);
}
