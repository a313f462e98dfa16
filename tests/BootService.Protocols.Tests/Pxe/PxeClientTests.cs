using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;
using BootService.Protocols.Tests.Dhcp;
using Xunit;

namespace BootService.Protocols.Tests.Pxe;

public class PxeClientTests
{
    [Theory]
    [InlineData("ipxe-bios", PxeVendor.PxeClient, PxeFirmware.Bios, true)]
    [InlineData("ipxe-efi", PxeVendor.PxeClient, PxeFirmware.UefiX64, true)]
    [InlineData("edk2-x64", PxeVendor.PxeClient, PxeFirmware.UefiX64, false)]
    [InlineData("edk2-http", PxeVendor.HttpClient, PxeFirmware.UefiX64, false)]
    [InlineData("edk2-arm64", PxeVendor.PxeClient, PxeFirmware.UefiArm64, false)]
    [InlineData("grub", PxeVendor.None, PxeFirmware.Unknown, false)]
    [InlineData("udhcpc", PxeVendor.None, PxeFirmware.Unknown, false)]
    public void Traced_firmware_is_recognised(string name, PxeVendor vendor, PxeFirmware firmware, bool ipxe)
    {
        var client = Client(FirmwarePackets.Message(name));
        Assert.Equal(vendor, client.Vendor);
        Assert.Equal(firmware, client.Firmware);
        Assert.Equal(ipxe, client.IsIpxe);
        Assert.Equal(ipxe, client.CanRunIpxeScript);
        Assert.Equal(vendor is not PxeVendor.None, client.IsNetworkBoot);
        Assert.Null(client.Uuid);
    }

    [Fact]
    public void The_features_of_option_175_are_read_and_a_zero_is_no_feature()
    {
        var client = Client(Build((ref writer) => writer.Add(DhcpOptionCode.Ipxe, [19, 1, 1, 24, 1, 0, 36, 1, 1, 16, 1, 2])));
        Assert.Equal(IpxeFeatures.Http | IpxeFeatures.Efi | IpxeFeatures.PxeExtensions, client.Features);
    }

    [Fact]
    public void A_rom_that_only_calls_itself_iPXE_is_not_trusted_with_a_script()
    {
        var client = Client(Build((ref writer) => writer.AddText(DhcpOptionCode.UserClass, "iPXE")));
        Assert.True(client.IsIpxe);
        Assert.False(client.CanRunIpxeScript);
    }

    [Theory]
    [InlineData(new byte[] { 4, (byte)'i', (byte)'P', (byte)'X', (byte)'E' }, true)]
    [InlineData(new byte[] { 2, (byte)'h', (byte)'q', 4, (byte)'i', (byte)'P', (byte)'X', (byte)'E' }, true)]
    [InlineData(new byte[] { 2, (byte)'h', (byte)'q', 9, (byte)'i', (byte)'P', (byte)'X', (byte)'E' }, false)]
    [InlineData(new byte[] { (byte)'g', (byte)'P', (byte)'X', (byte)'E' }, false)]
    [InlineData(new byte[] { 5, (byte)'i', (byte)'P', (byte)'X', (byte)'E' }, false)]
    [InlineData(new byte[] { 4, (byte)'w', (byte)'i', (byte)'n', (byte)'s' }, false)]
    [InlineData(new byte[0], false)]
    public void A_user_class_is_read_raw_and_as_RFC_3004_says(byte[] value, bool ipxe) =>
        Assert.Equal(ipxe, Client(Build((ref writer) => writer.Add(DhcpOptionCode.UserClass, value))).IsIpxe);

    [Theory]
    [InlineData("gPXE")]
    [InlineData("\u0004gPXE")]
    public void GPXE_is_a_PXE_ROM_that_takes_no_script_whatever_features_it_lists(string userClass)
    {
        var client = Client(Build((ref writer) =>
        {
            writer.AddText(DhcpOptionCode.UserClass, userClass);
            writer.Add(DhcpOptionCode.Ipxe, [19, 1, 1, 24, 1, 1]);
        }));
        Assert.True(client.IsGpxe);
        Assert.True(client.IsNetworkBoot);
        Assert.False(client.IsIpxe);
        Assert.False(client.CanRunIpxeScript);
    }

    [Theory]
    [InlineData(DhcpOptionCode.ClientArchitecture, "0016", true)]
    [InlineData(DhcpOptionCode.VendorClass, "552d426f6f742e61726d7638", true)] // U-Boot.armv8
    [InlineData(DhcpOptionCode.VendorClass, "504f5349582d4c696e7578", false)]
    [InlineData(DhcpOptionCode.ParameterRequestList, "0103060c42", true)]
    [InlineData(DhcpOptionCode.ParameterRequestList, "0103060c43", true)]
    [InlineData(DhcpOptionCode.ParameterRequestList, "0103060c", false)]
    public void Clients_that_ask_for_more_than_an_address_want_to_know_where_to_go_on(DhcpOptionCode code, string hex, bool wants)
    {
        var client = Client(Build((ref writer) => writer.Add(code, Convert.FromHexString(hex))));
        Assert.Equal(wants, client.WantsNextServer);
        Assert.False(client.IsNetworkBoot);
    }

    [Fact]
    public void A_later_Raspberry_Pi_names_itself_in_its_machine_identifier()
    {
        byte[] identifier = [0, .. "RPi4"u8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        var client = Client(Build((ref writer) =>
        {
            writer.Add(DhcpOptionCode.ClientMachineIdentifier, identifier);
            writer.Add(DhcpOptionCode.ClientArchitecture, (ushort)0);
        }));
        Assert.True(client.IsRaspberryPi);
        Assert.Equal(PxeFirmware.RaspberryPi, client.Firmware);
    }

    [Theory]
    [InlineData(new byte[] { 0, 7 }, PxeArchitecture.X64Uefi, PxeFirmware.UefiX64)]
    [InlineData(new byte[] { 0, 9 }, PxeArchitecture.EfiByteCode, PxeFirmware.UefiX64)]
    [InlineData(new byte[] { 0, 6 }, PxeArchitecture.X86Uefi, PxeFirmware.UefiX86)]
    [InlineData(new byte[] { 0, 99, 0, 11 }, PxeArchitecture.Arm64Uefi, PxeFirmware.UefiArm64)]
    [InlineData(new byte[] { 0, 16 }, PxeArchitecture.X64UefiHttp, PxeFirmware.UefiX64)]
    [InlineData(new byte[] { 0, 41 }, PxeArchitecture.ArmRpiBoot, PxeFirmware.RaspberryPi)]
    [InlineData(new byte[] { 0, 2 }, PxeArchitecture.Itanium, PxeFirmware.Unknown)]
    [InlineData(new byte[] { 0 }, null, PxeFirmware.Unknown)]
    public void The_first_known_architecture_of_the_list_counts(byte[] value, PxeArchitecture? architecture, PxeFirmware firmware)
    {
        var client = Client(Build((ref writer) => writer.Add(DhcpOptionCode.ClientArchitecture, value)));
        Assert.Equal(architecture, client.Architecture);
        Assert.Equal(firmware, client.Firmware);
    }

    [Theory]
    [InlineData("PXEClient:Arch:00007:UNDI:003016", PxeArchitecture.X64Uefi)]
    [InlineData("PXEClient:Arch:0000x:UNDI:003016", null)]
    [InlineData("PXEClient:Arch:99999:UNDI:003016", null)]
    [InlineData("PXEClient:Arch:0", null)]
    [InlineData("PXEClient", null)]
    public void Without_option_93_the_vendor_class_says_the_architecture(string vendor, PxeArchitecture? architecture) =>
        Assert.Equal(architecture, Client(Build((ref writer) => writer.AddText(DhcpOptionCode.VendorClass, vendor))).Architecture);

    [Theory]
    [InlineData("00112233445566778899aabbccddeeff", 0, "33221100-5544-7766-8899-aabbccddeeff")]
    [InlineData("00000000000000000000000000000000", 0, null)]
    [InlineData("ffffffffffffffffffffffffffffffff", 0, null)]
    [InlineData("00112233445566778899aabbccddeeff", 1, null)]
    [InlineData("0011223344", 0, null)]
    public void Only_a_real_UUID_is_an_identity(string hex, byte type, string? expected)
    {
        byte[] value = [type, .. Convert.FromHexString(hex)];
        var client = Client(Build((ref writer) => writer.Add(DhcpOptionCode.ClientMachineIdentifier, value)));
        Assert.Equal(expected, client.Uuid?.ToString());
    }

    [Theory]
    [InlineData("08:00:27:00:00:01", true, false)]
    [InlineData("b8:27:eb:00:00:01", false, true)]
    [InlineData("dc:a6:32:00:00:01", false, true)]
    [InlineData("88:a2:9e:00:00:01", false, true)]
    [InlineData("52:54:00:00:00:01", false, false)]
    public void Makers_with_manners_of_their_own_are_known_by_address(string mac, bool virtualBox, bool raspberryPi)
    {
        var buffer = new byte[300];
        var writer = new DhcpRequestWriter(buffer, DhcpMessageType.Discover, MacAddress.Parse(mac), 1);
        writer.Add(DhcpOptionCode.ClientArchitecture, (ushort)0);
        writer.Finish();
        var client = Client(buffer);
        Assert.Equal(virtualBox, client.IsVirtualBox);
        Assert.Equal(raspberryPi, client.IsRaspberryPi);
        Assert.Equal(raspberryPi ? PxeFirmware.RaspberryPi : PxeFirmware.Bios, client.Firmware);
    }

    private delegate void Fill(ref DhcpRequestWriter writer);

    private static byte[] Build(Fill fill)
    {
        var buffer = new byte[400];
        var writer = new DhcpRequestWriter(buffer, DhcpMessageType.Discover, FirmwarePackets.Mac, 1);
        fill(ref writer);
        return buffer[..writer.Finish()];
    }

    private static PxeClient Client(byte[] bytes)
    {
        Assert.Equal(DhcpFault.None, DhcpMessage.TryParse(bytes, out var message));
        return PxeClient.From(message);
    }
}
