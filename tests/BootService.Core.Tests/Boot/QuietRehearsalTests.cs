using BootService.Core.Boot;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Boot;

/// <summary>What is looked at before a host is armed, and in which order.</summary>
public class QuietRehearsalTests
{
    private const string Kernel = "os/CentOS/6.6/redhat/x86_64/images/pxeboot/vmlinuz";
    private const string Ramdisk = "os/CentOS/6.6/redhat/x86_64/images/pxeboot/initrd.img";

    private readonly Pieces _pieces = new();

    [Fact]
    public void A_boot_that_lacks_nothing_is_no_fault_and_each_file_is_looked_at_once_for_all_hosts()
    {
        var armed = Cluster.Inventory().Arm(0).Arm(1);
        Check(armed, 0, 1);
        Assert.Equal(["pxelinux.0", "ldlinux.c32", Kernel, Ramdisk, "snponly.efi"], _pieces.Asked);
    }

    [Theory]
    [InlineData("pxelinux.0", "its loader: pxelinux.0 is not there; install it")]
    [InlineData("ldlinux.c32", "its loader: ldlinux.c32 is not there; install it")]
    [InlineData("snponly.efi", "its loader: snponly.efi is not there; install it")]
    [InlineData(Kernel, "its kernel: " + Kernel + " is not there; install it")]
    [InlineData(Ramdisk, "its RAM disk: " + Ramdisk + " is not there; install it")]
    public void What_is_not_there_is_the_failing_step(string name, string step)
    {
        _pieces.Missing.Add(name);
        Assert.Equal($"host \"backend-0-0\" is not set to install: its boot would fail at {step}", Refusal(Cluster.Inventory().Arm(0)));
    }

    [Fact]
    public void A_file_is_held_to_the_sum_of_its_medium()
    {
        _pieces.Sums[Kernel] = new Checksum("sha256", "aa");
        _pieces.DueSums["images/pxeboot/vmlinuz"] = new Checksum("sha256", "bb");
        Assert.EndsWith(
            $"at its kernel: the checksum of {Kernel} is not the one in the pallet's .treeinfo: the file is damaged or cut short (9 octets); "
                + "add the pallet again",
            Refusal(Cluster.Inventory().Arm(0)), StringComparison.Ordinal);
        _pieces.Sums[Kernel] = new Checksum("sha256", "bb");
        Check(Cluster.Inventory().Arm(0), 0);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_damaged_and_a_sum_of_another_kind_says_nothing()
    {
        _pieces.DueSums["images/pxeboot/initrd.img"] = new Checksum("md5", "bb");
        Check(Cluster.Inventory().Arm(0), 0);
        _pieces.DueSums["images/pxeboot/initrd.img"] = new Checksum("sha256", "bb");
        Assert.Contains("at its RAM disk: the checksum", Refusal(Cluster.Inventory().Arm(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_no_file_and_one_that_is_made_for_whoever_asks_has_no_length()
    {
        _pieces.Lengths[Kernel] = null;
        Check(Cluster.Inventory().Arm(0), 0);
        _pieces.Lengths[Kernel] = 0;
        Assert.EndsWith($"at its kernel: {Kernel} is empty", Refusal(Cluster.Inventory().Arm(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_would_get_no_address_fails_first()
    {
        _pieces.Missing.Add("pxelinux.0");
        var armed = Cluster.Inventory().Arm(0);
        Assert.EndsWith(
            "at DHCP: network private does not boot machines; see \"stack set network\"",
            Refusal(armed.With(new Change.NetworkSet(armed.Networks[Network.Private] with { Pxe = false }))), StringComparison.Ordinal);
        Assert.EndsWith(
            "at DHCP: it has no card",
                Refusal(armed.With(new Change.HostSet(Cluster.Backend(0) with { Interfaces = [new("eth0", null, Ipv4.Parse("10.1.0.9"), null)] }))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pallets_and_carts_that_are_enabled_must_be_there()
    {
        var armed = Cluster.Inventory().With(new Change.CartSet(new Cart("tools") { Boxes = ["default"] })).Arm(0);
        _pieces.Gone.Add("carts/tools");
        Assert.EndsWith(
            "at its packages: cart tools is enabled in box default, and its folder /export/carts/tools is not there", Refusal(armed), StringComparison.Ordinal);
        _pieces.Images["CentOS/6.6/redhat/x86_64"] = "its image is gone";
        Assert.EndsWith("at its packages: pallet CentOS 6.6 x86_64 is enabled in box default, and its image is gone", Refusal(armed), StringComparison.Ordinal);
        _pieces.Gone.Add("pallets/CentOS/6.6/redhat/x86_64");
        Assert.EndsWith("its folder /export/pallets/CentOS/6.6/redhat/x86_64 is not there; add it again, or disable it", Refusal(armed),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_installs_nothing_needs_no_packages()
    {
        _pieces.Gone.Add("pallets/CentOS/6.6/redhat/x86_64");
        Check(Cluster.Inventory(), 0);
    }

    [Fact]
    public void The_refusal_names_the_host_that_stands_in_the_way()
    {
        var armed = Cluster.Inventory().Arm(0).Arm(1).With(new Change.HostSet(Cluster.Backend(1) with { Interfaces = [] }));
        Assert.Equal("backend-0-1", Assert.Throws<RefusedException>(() => Check(armed, 0, 1)).Host);
    }

    private void Check(Inventory armed, params int[] ranks) => new QuietRehearsal(_pieces, givesAddresses: true)
        .Check(armed, [.. ranks.Select(rank => armed.HostOf(Cluster.Name($"backend-0-{rank}"))!)], Cluster.Noon);

    private string Refusal(Inventory armed) => Assert.Throws<RefusedException>(() => Check(armed, 0)).Message;

    private sealed class Pieces : IBootPieces
    {
        public List<string> Asked { get; } = [];

        public HashSet<string> Missing { get; } = [];

        public HashSet<string> Gone { get; } = [];

        public Dictionary<string, long?> Lengths { get; } = [];

        public Dictionary<string, Checksum> Sums { get; } = [];

        public Dictionary<string, Checksum> DueSums { get; } = [];

        public Dictionary<string, string> Images { get; } = [];

        public string? WhyMissing(string name)
        {
            Asked.Add(name);
            return Missing.Contains(name) ? "install it" : null;
        }

        public long? Length(string name) => Lengths.TryGetValue(name, out var length) ? length : 9;

        public Checksum? SumOf(string name) => Sums.TryGetValue(name, out var sum) ? sum : null;

        public Checksum? Due(string pallet, string file) => pallet == "CentOS/6.6/redhat/x86_64" && DueSums.TryGetValue(file, out var sum) ? sum : null;

        public string? MissingFolder(string place) => Gone.Contains(place) ? $"/export/{place}" : null;

        public string? ImageFault(string pallet) => Images.GetValueOrDefault(pallet);
    }
}
