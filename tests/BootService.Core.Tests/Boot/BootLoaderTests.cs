using BootService.Core.Boot;
using BootService.Core.Inventories;
using BootService.Core.Reasons;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Boot;

/// <summary>The table of loaders, whom it leads where, and the names by which machines ask for what is made for them.</summary>
public class BootLoaderTests
{
    private static readonly FirmwareKind[] Served = [FirmwareKind.Bios, FirmwareKind.UefiX64, FirmwareKind.UefiArm64];

    private static readonly string?[] Choices = [null, "", "auto", "nonsense", .. BootLoaders.All.Select(loader => loader.Choice).Distinct()];

    [Fact]
    public void Each_firmware_has_one_loader_of_its_own_and_one_for_each_choice_and_turn()
    {
        foreach (var loaders in BootLoaders.All.GroupBy(loader => loader.Firmware))
        {
            Assert.Single(loaders, loader => loader.IsDefault);
            Assert.Distinct(loaders.Select(loader => loader.Choice).OfType<string>());
            Assert.Distinct(loaders.Where(loader => loader.Turn > 0).Select(loader => loader.Turn));
            Assert.Equal(1, loaders.Single(loader => loader.IsDefault).Turn);
        }

        Assert.Distinct(BootLoaders.All.Select(loader => loader.Name));
        Assert.All(BootLoaders.All, loader => Assert.All(loader.Companions, name => Assert.True(
            BootLoaders.Find(name) is null || BootLoaders.Find(name)!.Firmware == loader.Firmware, name)));
    }

    [Fact]
    public void Whatever_a_host_chooses_its_firmware_is_led_to_a_loader_for_it() =>
        Gen.Select(Choice.Among(Served), Choice.Among(Choices)).Sample(
            (firmware, choice) =>
            {
                var loader = BootLoaders.For(firmware, choice)!;
                Assert.Equal(firmware, loader.Firmware);
                var isOne = BootLoaders.All.Any(one => one.Firmware == firmware && one.Choice == choice && choice is not null);
                Assert.True(isOne ? loader.Choice == choice : loader.IsDefault, $"{choice}: {loader.Name}");
                var byUrl = BootLoaders.ForUrl(firmware, choice);
                Assert.True(byUrl is { StartsFromUrl: true } || (byUrl?.Choice == choice && isOne) || firmware is FirmwareKind.Bios,
                    $"{choice}: {byUrl?.Name}");
            });

    [Fact]
    public void A_loader_that_stalls_is_followed_by_each_other_one_that_is_here_and_never_by_itself() =>
        Gen.Select(Choice.Among(Served), Gen.Int[0, (1 << BootLoaders.All.Length) - 1]).Sample(
            (firmware, here) =>
            {
                bool IsHere(string name) => BootLoaders.All.Select(loader => loader.Name).ToList().IndexOf(name) is var at && (at < 0 || (here >> at & 1) == 1);
                var seen = new List<string>();
                var choice = BootLoaders.For(firmware, null)!.Choice!;
                for (var next = BootLoaders.After(firmware, choice, IsHere); next is not null
                    && !seen.Contains(next); next = BootLoaders.After(firmware, next, IsHere))
                {
                    Assert.NotEqual(choice, next);
                    seen.Add(choice = next);
                    var loader = BootLoaders.For(firmware, next)!;
                    Assert.True(IsHere(loader.Name) && loader.Companions.All(IsHere), next);
                }

                var there = BootLoaders.All.Where(loader => loader.Firmware == firmware && loader.Turn > 0 && IsHere(loader.Name)
                    && loader.Companions.All(IsHere));
                Assert.InRange(there.Count() - seen.Count, 0, 1);
            },
            iter: 2000);

    [Theory]
    [InlineData("pxelinux.0", FirmwareKind.Bios)]
    [InlineData("/EFI/BOOT/shimx64.efi", FirmwareKind.UefiX64)]
    [InlineData("ipxe-arm64.efi", FirmwareKind.UefiArm64)]
    [InlineData("PXELINUX.0", FirmwareKind.Unknown)]
    [InlineData("ldlinux.c32", FirmwareKind.Unknown)]
    [InlineData("", FirmwareKind.Unknown)]
    public void A_file_is_known_for_a_loader_in_whatever_folder(string name, FirmwareKind firmware) => Assert.Equal(firmware, LoaderChain.FirmwareOf(name));

    [Theory]
    [InlineData("grubx64.efi", "grub shim")]
    [InlineData("shimx64.efi", "shim")]
    [InlineData("snponly.efi", "")]
    public void The_choices_that_lead_through_a_file_are_named(string name, string choices) =>
        Assert.Equal(choices, string.Join(' ', BootLoaders.ChoicesThrough(name)));

    [Fact]
    public void An_operating_system_is_led_nowhere_and_an_installed_machine_is_not_held_by_HTTP() =>
        Gen.Select(Choice.Among(Served), Gen.Enum<BootProgram>(), Choice.Among(Choices), Gen.Bool).Sample(
            (firmware, program, choice, local) =>
            {
                var offer = LoaderChain.For(new BootClient(firmware, program), choice, local, "script.ipxe");
                Assert.True(program is not BootProgram.OperatingSystem || offer is LoaderOffer.Nothing { Why: LoaderAbsence.OperatingSystem });
                Assert.True(program is not BootProgram.HttpFirmware || !local || offer is LoaderOffer.GoOn);
                Assert.True(offer is not LoaderOffer.File { Name: var name } || LoaderChain.FirmwareOf(name) == firmware, $"{offer}");
                Assert.True(offer is not LoaderOffer.Http { Name: var url } || url == "script.ipxe" || BootLoaders.Find(url) is { StartsFromUrl: true },
                    $"{offer}");
                Assert.True(
                    !local || offer is not LoaderOffer.File { Name: var left } || program is BootProgram.Ipxe || BootLoaders.Find(left)!.LeavesForDisk,
                        $"{offer}");
            },
            iter: 3000);

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public void UEFI_without_a_loader_goes_on_to_its_disk_at_once_unless_it_wants_silence(bool local, bool isSilent, bool goesOn)
    {
        var offer = LoaderChain.For(new BootClient(FirmwareKind.UefiIa32, BootProgram.Firmware) { IsLedToDisk = isSilent }, null, local, "script.ipxe");
        Assert.Equal(goesOn ? new LoaderOffer.GoOn(LoaderAbsence.NoneForIa32) : new LoaderOffer.Nothing(LoaderAbsence.NoneForIa32), offer);
    }

    [Fact]
    public void A_name_that_was_made_for_a_card_leads_back_to_it_with_any_folder_that_loaders_put_before_it() =>
        Gen.ULong[1, 0xFFFF_FFFF_FFFF].Sample(
            value =>
            {
                var mac = new MacAddress(value);
                foreach (var (program, name) in new[]
                {
                    (BootProgram.Pxelinux, BootNames.Pxelinux(mac)), (BootProgram.Pxelinux, $"efi64/{BootNames.Pxelinux(mac)}"),
                    (BootProgram.Grub, BootNames.Grub(mac)), (BootProgram.Grub, BootNames.Grub(mac)["grub/".Length..]),
                    (BootProgram.Grub, $"EFI/rocky/{BootNames.Grub(mac)["grub/".Length..]}"), (BootProgram.Ipxe, BootNames.IpxeScript(mac)),
                    (BootProgram.Grub, BootNames.Grub(mac).ToUpperInvariant()),
                    (BootProgram.Pxelinux, BootNames.Pxelinux(mac).ToUpperInvariant()), (BootProgram.Ipxe, BootNames.IpxeScript(mac).ToUpperInvariant()),
                })
                {
                    Assert.Equal(new ConfigurationName(program, mac, null), BootNames.Parse(name));
                }
            },
            iter: 500);

    [Theory]
    [InlineData("pxelinux.cfg/0A01FFFE", "10.1.255.254")]
    [InlineData("grub/grub.cfg", null)]
    [InlineData("GRUB/GRUB.CFG", null)]
    [InlineData("grub.cfg-0A01FFFE", "10.1.255.254")]
    public void A_name_may_have_an_address_or_nothing_of_the_machine(string name, string? address)
    {
        var parsed = BootNames.Parse(name)!.Value;
        Assert.Equal((null, address), (parsed.Mac, parsed.Address?.ToString()));
    }

    [Theory]
    [InlineData("pxelinux.cfg/")]
    [InlineData("pxelinux.cfg/default")]
    [InlineData("pxelinux.cfg/0A01FF")]
    [InlineData("pxelinux.cfg/02-52-54-00-00-01-00")]
    [InlineData("xpxelinux.cfg/default")]
    [InlineData("grub.cfgx")]
    [InlineData("elsewhere/grub.cfg")]
    [InlineData("ipxe/01-52-54-00-00-01-00")]
    [InlineData("ipxe/default.ipxe")]
    [InlineData("vmlinuz")]
    [InlineData("")]
    public void Any_other_name_is_a_file_s(string name) => Assert.Null(BootNames.Parse(name));

    /// <summary>Of the entries that fit a host the most special is meant: for its os and release, its os, its release, everybody.</summary>
    [Fact]
    public void The_most_special_entry_that_fits_is_meant() =>
        Gen.Int[0, 63].Sample(
            there =>
            {
                BootEntryKey[] keys = [new("mine", "redhat", 6), new("mine", "redhat", 0), new("mine", "", 6), new("mine", "", 0), new("mine", "ubuntu", 6),
                    new("mine", "redhat", 9)];
                var entries = keys.Where((_, at) => (there >> at & 1) == 1).Select(key => new BootEntry(key, BootStart.Kernel) { Kernel = $"{key}" }).ToArray();
                var inventory = Cluster.Inventory().With(entries.Select(entry => new Change.BootEntrySet(entry)));
                var host = inventory.HostOf(Cluster.Name("backend-0-0"))!;
                Assert.Equal(keys[..4].Where((_, at) => (there >> at & 1) == 1).Select(key => (BootEntryKey?)key).FirstOrDefault(),
                    BootEntries.Of(inventory, host, "mine")?.Key);
                Assert.Equal(entries.Length > 0, BootEntries.Exists(inventory, "mine"));
            });

    [Theory]
    [InlineData(6, "install headless", "vnc")]
    [InlineData(9, "install headless", "inst.vnc")]
    [InlineData(10, "install headless", "inst.rdp")]
    [InlineData(6, "rescue", "rescue")]
    [InlineData(9, "rescue", "inst.rescue")]
    public void What_is_built_in_speaks_the_words_of_the_release(int major, string action, string word)
    {
        var pallet = Cluster.Os with { Key = Cluster.Os.Key with { Version = $"{major}" } };
        var inventory = Cluster.Inventory().With(new Change.PalletRemoved(Cluster.Os.Key), new Change.PalletSet(pallet));
        Assert.Contains(word, BootEntries.Of(inventory, inventory.HostOf(Cluster.Name("backend-0-0"))!, action)!.Args.Split(' '));
    }
}
