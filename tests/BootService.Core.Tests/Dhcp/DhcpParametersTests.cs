using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Reasons;
using BootService.Protocols.Pxe;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Dhcp;

/// <summary>What a machine is told beside its address, for each firmware and each state of its host.</summary>
public class DhcpParametersTests
{
    private static readonly PxeClient Bios = new() { Vendor = PxeVendor.PxeClient, Architecture = PxeArchitecture.X86Bios, Firmware = PxeFirmware.Bios };
    private static readonly PxeClient Uefi = new() { Vendor = PxeVendor.PxeClient, Architecture = PxeArchitecture.X64Uefi, Firmware = PxeFirmware.UefiX64 };
    private static readonly PxeClient Http = Uefi with { Vendor = PxeVendor.HttpClient };
    private static readonly PxeClient Ipxe = Bios with { IsIpxe = true, Features = IpxeFeatures.Http | IpxeFeatures.BzImage };
    private static readonly PxeClient VirtualBox = Bios with { IsIpxe = true, IsVirtualBox = true };

    private static PxeClient OperatingSystem => default;

    private static readonly Gen<PxeClient> Client = Gen.Select(
        Gen.Enum<PxeVendor>(), Gen.Enum<PxeFirmware>(), Gen.Enum<PxeArchitecture>(), Gen.Bool, Gen.Bool,
        (vendor, firmware, architecture, ipxe, can) => new PxeClient
        {
            Vendor = vendor,
            Firmware = firmware,
            Architecture = architecture,
            IsIpxe = ipxe,
            Features = can ? IpxeFeatures.Http | IpxeFeatures.BzImage | IpxeFeatures.Efi : IpxeFeatures.None,
            WantsNextServer = vendor is not PxeVendor.None || ipxe,
        });

    [Fact]
    public void An_armed_host_is_led_to_the_loader_of_its_firmware()
    {
        var armed = Cluster.Inventory().Arm(0);
        Assert.Equal(("pxelinux.0", "10.1.1.1", "PXEClient", true, false), Shown(Of(armed, Bios)));
        Assert.Equal(("snponly.efi", "10.1.1.1", "PXEClient", true, false), Shown(Of(armed, Uefi)));
        Assert.Equal(("http://10.1.1.1/install/boot/snponly.efi", "10.1.1.1", "HTTPClient", false, false), Shown(Of(armed, Http)));
        Assert.Equal(("pxelinux.0", "10.1.1.1", "PXEClient", true, true), Shown(Of(armed, VirtualBox)));
        Assert.StartsWith("http://10.1.1.1/install/boot/", Of(armed, Ipxe).BootFile, StringComparison.Ordinal);
        Assert.All((PxeClient[])[Bios, Uefi, Http, Ipxe, VirtualBox], client =>
            Assert.Equal((BootTold.Loader, 1L), (Of(armed, client).Told, Of(armed, client).Attempt)));
    }

    [Fact]
    public void An_operating_system_boots_nothing_whatever_its_host_is_to_do()
    {
        var words = Of(Cluster.Inventory().Arm(0), OperatingSystem);
        Assert.Equal((null, null, null, false, false), Shown(words));
        Assert.Equal(("backend-0-0", BootTold.Nothing), (words.HostName, words.Told));
    }

    [Fact]
    public void U_Boot_and_other_systems_that_ask_where_to_go_on_hear_it_and_get_no_file() =>
        Assert.Equal((null, "10.1.1.1", null, false, false), Shown(Of(Cluster.Inventory(), OperatingSystem with { WantsNextServer = true })));

    [Fact]
    public void A_network_that_boots_nothing_says_so_to_every_firmware_and_its_hosts_count_no_attempt()
    {
        var inventory = Cluster.Inventory().Arm(0);
        var closed = inventory.Networks[Network.Private] with { Pxe = false };
        foreach (var client in (PxeClient[])[Bios, Uefi, Http, Ipxe])
        {
            var words = DhcpParameters.For(inventory, closed, Cluster.Mac(0), client, Cluster.Noon);
            Assert.Equal((null, new BootReason.NetworkBootsNothing("private"), BootTold.NoLoader, null), (words.BootFile, words.Why, words.Told, words.Live));
        }
    }

    [Fact]
    public void Whatever_asks_is_shown_what_its_kind_can_read_and_only_a_live_attempt_has_a_number() =>
        Gen.Select(Client, Gen.Int[0, 3], Choice.Among("", "auto", "shim", "grub", "ipxe", "pxelinux", "none"),
            Choice.Among("", "silent-disk", "raspberry-pi", "late-offer"))
            .Sample(
                (client, state, loader, quirks) =>
                {
                    var inventory = (state > 1 ? Cluster.Inventory().Arm(0) : Cluster.Inventory())
                        .Set(AttributeOwner.Global, "loader", loader).Set(AttributeOwner.Global, "dhcp.quirks", quirks);
                    inventory = state == 3 ? inventory.With(new Change.HostRemoved(Cluster.Name("backend-0-0"))) : inventory;
                    var words = Of(inventory, client);
                    Assert.True(client.IsNetworkBoot || words.BootFile is null);
                    Assert.True(words.BootFile is null || words.VendorClass is not null);
                    Assert.True(words.VendorClass is null || words.BootServer is not null);
                    Assert.True(words.BootFile is null || words.BootServer is not null);
                    if (words.BootFile is { } url && client.Vendor is PxeVendor.HttpClient && !client.IsIpxe)
                    {
                        Assert.StartsWith("http://10.1.1.1/install/boot/", url, StringComparison.Ordinal);
                        Assert.Equal(("HTTPClient", false), (words.VendorClass, words.IsPxe));
                    }

                    Assert.True(words.Attempt == 0 || state == 2);
                    Assert.Equal(state == 2, words.Live is not null);
                    Assert.True(words.Told is BootTold.Nothing || words.Why is not null);
                },
                iter: 5000);

    [Theory]
    [InlineData("raspberry-pi", QuirkActions.RaspberryPiMenu)]
    [InlineData(" broadcast   tftp-address ", QuirkActions.Broadcast | QuirkActions.TftpServerAddress)]
    [InlineData("nonsense", QuirkActions.None)]
    [InlineData("", QuirkActions.None)]
    [InlineData(null, QuirkActions.None)]
    [InlineData("-broadcast", QuirkActions.None)]
    public void Words_switch_oddities_on(string? switches, QuirkActions actions) => Assert.Equal(actions, DhcpQuirks.For(Bios, switches));

    [Fact]
    public void Oddities_that_are_known_by_themselves_can_be_switched_off()
    {
        var pi = Bios with { IsRaspberryPi = true, IsEarlyRaspberryPi = true };
        Assert.Equal(QuirkActions.RaspberryPiMenu | QuirkActions.LateOffer, DhcpQuirks.For(pi, null));
        Assert.Equal(QuirkActions.LateOffer, DhcpQuirks.For(pi, "-raspberry-pi"));
        Assert.Equal(QuirkActions.None, DhcpQuirks.For(pi with { Vendor = PxeVendor.None }, null));
    }

    [Fact]
    public void Each_oddity_has_a_word_of_its_own_a_reason_and_a_source()
    {
        Assert.Distinct(DhcpQuirks.All.Select(quirk => quirk.Name));
        Assert.All(DhcpQuirks.All, quirk => Assert.Matches("^[a-z-]+$", quirk.Name));
        Assert.All(DhcpQuirks.All, quirk => Assert.True(quirk.Why.EndsWith('.') && quirk.Source.Length > 0, quirk.Name));
        Assert.All(DhcpQuirks.All, quirk => Assert.True(quirk.Actions is not QuirkActions.None || LoaderChain.Choices.Contains(quirk.Loader), quirk.Name));
    }

    [Theory]
    [InlineData(PxeFirmware.Bios, FirmwareKind.Bios)]
    [InlineData(PxeFirmware.UefiX86, FirmwareKind.UefiIa32)]
    [InlineData(PxeFirmware.UefiX64, FirmwareKind.UefiX64)]
    [InlineData(PxeFirmware.UefiArm64, FirmwareKind.UefiArm64)]
    [InlineData(PxeFirmware.UefiArm32, FirmwareKind.UefiArm32)]
    [InlineData(PxeFirmware.UefiRiscV64, FirmwareKind.UefiRiscV64)]
    [InlineData(PxeFirmware.UefiLoongArch64, FirmwareKind.UefiLoongArch64)]
    public void What_another_road_learned_of_a_firmware_is_what_this_road_would_say(PxeFirmware said, FirmwareKind kind)
    {
        Assert.Equal(kind, DhcpParameters.FirmwareOf(new PxeClient { Firmware = said }));
        Assert.Equal(said, DhcpParameters.With(default, kind).Firmware);
        Assert.Equal(Bios.Firmware, DhcpParameters.With(Bios, FirmwareKind.UefiArm64).Firmware);
        Assert.Equal(PxeFirmware.Unknown, DhcpParameters.With(default, FirmwareKind.Unknown).Firmware);
    }

    /// <summary>Neither U-Boot nor Petitboot calls itself a PXE client; what they read is PXELINUX's configuration.</summary>
    [Theory]
    [InlineData(PxeArchitecture.Arm64Uboot, FirmwareKind.UbootArm64)]
    [InlineData(PxeArchitecture.Arm32Uboot, FirmwareKind.UbootArm32)]
    [InlineData(PxeArchitecture.PowerOpal3, FirmwareKind.Power)]
    [InlineData(PxeArchitecture.PowerPcOpenFirmware, FirmwareKind.Power)]
    [InlineData(PxeArchitecture.DecAlpha, FirmwareKind.Unknown)]
    public void A_firmware_without_a_loader_of_ours_is_known_by_its_code(PxeArchitecture code, FirmwareKind kind) =>
        Assert.Equal(kind, DhcpParameters.FirmwareOf(new PxeClient { Architecture = code }));

    private static DhcpParameters Of(Inventory inventory, PxeClient client) =>
        DhcpParameters.For(inventory, inventory.Networks[Network.Private], Cluster.Mac(0), client, Cluster.Noon);

    private static (string? File, string? Server, string? Vendor, bool IsPxe, bool IsIpxe) Shown(DhcpParameters words) =>
        (words.BootFile, words.BootServer, words.VendorClass, words.IsPxe, words.IsIpxe);
}
