using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Hosts;

/// <summary>Which addresses and names machines are given that nobody has added.</summary>
public class FreeAddressesTests
{
    private static readonly MacAddress Card = MacAddress.Parse("52:54:00:00:09:09");

    [Fact]
    public void Every_address_that_is_nobody_s_is_given_once_from_the_top() =>
        Gen.Select(Gen.Int[24, 32], Gen.Int[0, 255].Array[0, 12], Gen.Int[0, 255], Gen.Int[0, 255], Gen.Int[0, 255], Gen.Int[0, 255].Array[0, 5]).Sample(
            (prefix, taken, gateway, first, last, claims) =>
            {
                Ipv4 At(int number) => new(0x0A01_0100u + (uint)number);
                var network = new Network("n", new Ipv4Network(new Ipv4(0x0A01_0100), prefix))
                {
                    Gateway = At(gateway),
                    PoolFirst = At(first),
                    PoolLast = At(last)
                };
                var inventory = Inventory.Empty(Cluster.Frontend).With(new Change.NetworkSet(network))
                    .With(taken.Distinct().Select((number, at) => new Change.HostSet(new Host(HostName.Parse($"h-{at}"), "backend", 0, at)
                    {
                        Interfaces = [new HostInterface("eth0", null, At(number), "n")],
                    })));
                var claimed = claims.Select(At).ToHashSet();
                var free = new FreeAddresses(inventory, network);
                var given = new List<Ipv4>();
                while (free.Take(claimed) is { } address)
                {
                    given.Add(address);
                }

                // The frontend is 10.1.1.1.
                var expected = Enumerable.Range(0, 1 << (32 - prefix)).Reverse()
                    .Where(number => (prefix >= 31 || (number != 0 && number != (1 << (32 - prefix)) - 1)) && number != 1 && number != gateway
                        && !(first <= number && number <= last) && !taken.Contains(number) && !claims.Contains(number)).Select(At);
                Assert.Equal(expected, given);
            },
            iter: 1000);

    [Fact]
    public void A_network_up_to_the_end_of_all_addresses_comes_to_an_end()
    {
        var free = new FreeAddresses(Cluster.Inventory(), new Network("top", Ipv4Network.Parse("255.255.255.252/30")));
        Assert.Equal(["255.255.255.254", "255.255.255.253"], new[] { free.Take(), free.Take() }.Select(address => address.ToString()));
        Assert.Null(free.Take());
        var bottom = new FreeAddresses(Cluster.Inventory(), new Network("bottom", Ipv4Network.Parse("0.0.0.0/30")));
        Assert.Equal(["0.0.0.2", "0.0.0.1"], new[] { bottom.Take(), bottom.Take() }.Select(address => address.ToString()));
        Assert.Null(bottom.Take());
    }

    [Theory]
    [InlineData(null, null, null, null, false)]
    [InlineData("backend", null, null, null, true)]
    [InlineData("nobody", null, null, null, false)]
    [InlineData("backend", "-3", "x", "perhaps", true)]
    public void Discovery_is_on_while_an_appliance_of_ours_is_named(string? appliance, string? rack, string? rank, string? install, bool isOn)
    {
        var inventory = Set(Cluster.Inventory(), appliance, rack, rank, install);
        var discovery = Discovery.Of(inventory);
        Assert.Equal(isOn, discovery is not null);
        Assert.True(discovery is null or { Rack: 0, Rank: 0, Install: false }, $"{discovery}");
    }

    [Fact]
    public void A_machine_becomes_the_next_host_with_the_highest_free_address()
    {
        var inventory = Set(Cluster.Inventory(), "backend", "0", "3", "true");
        var discovery = Discovery.Of(inventory)!;
        Assert.True(discovery is { Appliance: "backend", Rack: 0, Rank: 3, Install: true });
        var network = inventory.Networks[Network.Private];
        var met = discovery.Meet(inventory, network, Card)!;
        Assert.Equal(("backend-0-5", "10.1.255.249", Card), ($"{met.Name}", $"{met.Address}", met.Interfaces[0].Mac));
        var next = discovery.Meet(inventory.With(new Change.HostSet(met)), network, Card)!;
        Assert.Equal(("backend-0-6", "10.1.255.248"), ($"{next.Name}", $"{next.Address}"));
        Assert.Null(discovery.Meet(inventory, network with { Subnet = Ipv4Network.Parse("10.1.1.1/32") }, Card));
    }

    [Fact]
    public void Names_that_end_are_no_circle()
    {
        var last = new Discovery("backend", 0, int.MaxValue, Install: false);
        var inventory = Cluster.Inventory();
        var network = inventory.Networks[Network.Private];
        var met = last.Meet(inventory, network, Card)!;
        Assert.Equal($"backend-0-{int.MaxValue}", met.Name.ToString());
        Assert.Null(last.Meet(inventory.With(new Change.HostSet(met)), network, Card));
    }

    /// <summary>The judge is ssh-keygen: it finds every name and address of a host in the file, with the key that was kept.</summary>
    [Fact]
    public void Ssh_finds_a_host_by_each_of_its_names()
    {
        var folder = Directory.CreateTempSubdirectory("bootservice-known-").FullName;
        var (key, inventory) = (Path.Combine(folder, "key"), Cluster.Inventory());
        var made = Core.Logins.HostKey.New(Core.Logins.HostKey.Ecdsa);
        File.WriteAllText(key, made);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        var host = Cluster.Backend(0) with
        {
            Interfaces = [.. Cluster.Backend(0).Interfaces, new HostInterface("eth1", null, Ipv4.Parse("10.9.0.7"), "other", HostName: "storage-0")],
        };
        inventory = inventory.With(new Change.NetworkSet(new Network("other", Ipv4Network.Parse("10.9.0.0/24")) { Zone = "san.example" }),
            new Change.HostSet(host))
            .Set(AttributeOwner.Of(host.Name), Core.Logins.HostKey.Ecdsa, made);
        var known = Path.Combine(folder, "known_hosts");
        File.WriteAllText(known, KnownHostsFile.Lines(inventory, inventory.HostsInOrder()));
        var blob = Tool.Run("ssh-keygen", ["-y", "-f", key]).Split(' ')[1];
        foreach (var name in (string[])["backend-0-0", "10.1.255.254", "storage-0", "storage-0.san.example", "10.9.0.7"])
        {
            Assert.Contains(blob, Tool.Run("ssh-keygen", ["-F", name, "-f", known]), StringComparison.Ordinal);
        }

        Assert.NotEqual(0, Tool.Ask("ssh-keygen", ["-F", "backend-0-1", "-f", known]).Exit);
        Assert.Equal("", KnownHostsFile.Lines(Cluster.Inventory(), Cluster.Inventory().HostsInOrder()));
        Directory.Delete(folder, recursive: true);
    }

    private static Inventory Set(Inventory inventory, string? appliance, string? rack, string? rank, string? install)
    {
        foreach (var (name, value) in new[]
        {
            (Discovery.ApplianceAttribute, appliance), (Discovery.RackAttribute, rack), (Discovery.RankAttribute, rank), (Discovery.InstallAttribute, install),
        })
        {
            inventory = value is null ? inventory : inventory.Set(AttributeOwner.Global, name.ToString(), value);
        }

        return inventory;
    }
}
