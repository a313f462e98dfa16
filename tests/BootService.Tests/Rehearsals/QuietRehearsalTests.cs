using System.Security.Cryptography;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;
using BootService.Tests.Profiles;
using Xunit;

namespace BootService.Tests.Rehearsals;

/// <summary>What is looked at before a host is armed: each thing that is wrong is named as the step it would fail at, and nothing is armed.</summary>
public sealed class QuietRehearsalTests : IDisposable
{
    private const string Arm = "set host boot backend action=install";
    private const string Pallet = "export/pallets/CentOS/6.6/redhat/x86_64/";

    private static readonly HostName Name = HostName.Parse("backend-0-1");

    private readonly ProfileFrontend _frontend = new();

    public QuietRehearsalTests()
    {
        _frontend.Graph("<?xml version=\"1.0\"?>\n<graph/>\n");
        _frontend.Shipped("backend", "<?xml version=\"1.0\"?>\n<kickstart><main><lang>en_US</lang></main></kickstart>\n");
    }

    [Fact]
    public void Hosts_whose_boot_would_go_well_are_armed()
    {
        _frontend.Type(Arm);
        Assert.All(_frontend.Current.Hosts.Values, host => Assert.Equal(BootAction.Install, host.Action));
    }

    [Theory]
    [InlineData("loaders/pxelinux.0", "its loader: pxelinux.0 is not there; install it")]
    [InlineData("loaders/ldlinux.c32", "its loader: ldlinux.c32 is not there; install it")]
    [InlineData("loaders/snponly.efi", "its loader: snponly.efi is not there; install it")]
    [InlineData(Pallet + "vmlinuz", "its kernel: os/CentOS/6.6/redhat/x86_64/vmlinuz is not there; install it")]
    [InlineData(Pallet + "initrd.img", "its RAM disk: os/CentOS/6.6/redhat/x86_64/initrd.img is not there; install it")]
    public void A_file_that_is_gone_is_the_failing_step(string file, string step)
    {
        File.Delete(Path.Combine(_frontend.Folder, file));
        Assert.Equal($"host \"backend-0-0\" is not set to install: its boot would fail at {step}", Refusal());
    }

    [Fact]
    public void A_RAM_disk_that_was_cut_short_is_told_by_the_checksum_of_its_medium()
    {
        var whole = RandomNumberGenerator.GetBytes(1000);
        _frontend.Write(Pallet + ".treeinfo", $"[checksums]\ninitrd.img = sha256:{Convert.ToHexStringLower(SHA256.HashData(whole))}\n");
        File.WriteAllBytes(Path.Combine(_frontend.Folder, Pallet, "initrd.img"), whole);
        _frontend.Type(Arm);
        File.WriteAllBytes(Path.Combine(_frontend.Folder, Pallet, "initrd.img"), whole[..500]);
        Assert.Contains(
            "at its RAM disk: the checksum of os/CentOS/6.6/redhat/x86_64/initrd.img is not the one in the pallet's .treeinfo", Refusal(),
            StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(_frontend.Folder, Pallet, "initrd.img"), []);
        Assert.Contains("at its RAM disk: os/CentOS/6.6/redhat/x86_64/initrd.img is empty", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pallet_that_is_enabled_and_gone_is_named()
    {
        var extra = new Pallet(new PalletKey("mesosphere", "1.0", "redhat", "x86_64"));
        _frontend.Add(extra, "");
        _frontend.Type(Arm);
        Directory.Delete(Path.Combine(_frontend.Folder, "export/pallets/mesosphere"), recursive: true);
        Assert.Contains("at its packages: pallet mesosphere 1.0", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pallet_whose_image_was_taken_away_is_named()
    {
        var extra = new Pallet(new PalletKey("mesosphere", "1.0", "redhat", "x86_64"));
        _frontend.Add(extra, "");
        var image = Path.Combine(_frontend.Folder, "mesosphere.iso");
        File.CreateSymbolicLink(Path.Combine(_frontend.Folder, "export/pallets", extra.Key.Folder, PalletOnDisc.Link), image);
        Assert.EndsWith(
            $"at its packages: pallet {extra.Key} is enabled in box default, and the image {image}, from which this pallet is served, is gone: put it back, or "
                + "add the pallet again from where it is now",
            Refusal(),
            StringComparison.Ordinal);
        File.WriteAllText(image, "no image");
        Assert.Contains($"and {image} is no ISO 9660 image", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_whose_loader_is_not_installed_is_named()
    {
        _frontend.Set("loader", "shim", "backend-0-1");
        Assert.Equal("host \"backend-0-1\" is not set to install: its boot would fail at its loader: shimx64.efi is not there; install it", Refusal());
        _frontend.Write("loaders/shimx64.efi", "x");
        Assert.EndsWith("its loader: grubx64.efi is not there; install it", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.168.9.9", null, "its address 192.168.9.9 is on no network of ours; see \"stack list network\"")]
    [InlineData("10.1.200.1", "lab", "its card eth0 is on network \"lab\", which does not exist")]
    [InlineData("10.1.200.1", "private", null)]
    [InlineData("10.1.255.255", "private", "its address 10.1.255.255 is no machine's on network private, 10.1.0.0/16")]
    public void An_address_that_could_never_be_given_out_is_named(string address, string? network, string? fault)
    {
        _frontend.Change(
            inventory => new Change.HostSet(
                inventory.HostOf(Name)! with { Interfaces = [new HostInterface("eth0", new MacAddress(7), Ipv4.Parse(address), network, IsDefault: true)] }));
        if (fault is null)
        {
            _frontend.Type(Arm);
        }
        else
        {
            Assert.Equal($"host \"backend-0-1\" is not set to install: its boot would fail at DHCP: {fault}", Refusal());
        }
    }

    [Fact]
    public void A_network_that_boots_no_machines_is_named()
    {
        _frontend.Change(inventory => new Change.NetworkSet(inventory.Networks[Network.Private] with { Pxe = false }));
        Assert.Contains("network private does not boot machines", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_hosts_ask_for_what_they_share_once()
    {
        for (var rank = 2; rank < 1000; rank++)
        {
            _frontend.Add(rank);
        }

        _frontend.Type($"{Arm} confirm=1000");
        Assert.InRange(_frontend.Asked, 1, 20);
    }

    public void Dispose() => _frontend.Dispose();

    private string Refusal()
    {
        var sentence = _frontend.Refused(Arm).Sentence;
        Assert.DoesNotContain(_frontend.Current.Attempts.Values, attempt => attempt.Host == Name && attempt.Id > 2);
        return sentence;
    }
}
