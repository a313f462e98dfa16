using System.Reflection;
using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Protocols.Net;

namespace BootService.Commands.Tests.Files;

/// <summary>A dump is a backup: whoever adds a field and forgets it there would lose it without a word.</summary>
public sealed class WholeDumpTests
{
    private static readonly HostInterface Card = new("eth0", new MacAddress(0x5254_0000_0707), Ipv4.Parse("10.2.0.9"), "storage", IsDefault: true,
        HostName: "web")
    {
        Vlan = 7,
        Options = "static",
        Channel = "bond0",
        Module = "e1000",
    };

    private static readonly Host Host = new(HostName.Parse("special"), "login", Place.Parse("A1"), Place.Parse("B2"))
    {
        Action = BootAction.Os,
        Os = "sles",
        Environment = "prod",
        Box = "test",
        InstallAction = "install headless",
        OsAction = "os.chain",
        Comment = "by the window",
        LearnedLoader = "shim",
        Groups = ["web"],
        Interfaces = [Card],
    };

    private static readonly Network Storage = new("storage", Ipv4Network.Parse("10.2.0.0/16"))
    {
        Gateway = Ipv4.Parse("10.2.0.1"),
        Zone = "storage.example",
        Pxe = false,
        Mtu = 9000,
        PoolFirst = Ipv4.Parse("10.2.9.0"),
        PoolLast = Ipv4.Parse("10.2.9.9"),
    };

    [Fact]
    public void The_values_here_are_nowhere_the_usual_ones()
    {
        Differs(new Host(default, string.Empty, 0, 0), Host);
        Differs(new HostInterface(string.Empty, null, null, null), Card);
        Differs(new Network(string.Empty, Ipv4Network.Parse("0.0.0.0/0")), Storage);
    }

    [Fact]
    public async Task Everything_of_hosts_and_networks_comes_back_from_a_dump()
    {
        using var full = new Bench(nodes: false);
        await full.Appliance.CommitAsync(
            _ => new Proposal<bool>(
                true,
                [
                    new Change.NetworkSet(Storage), new Change.ApplianceSet(new Appliance("login", "Login", "backend")), new Change.GroupSet("web"),
                    new Change.BoxAdded("test"), new Change.HostSet(Host),
                ]),
            TestContext.Current.CancellationToken);
        using var empty = new Bench(nodes: false);
        empty.Files = empty.Files.Add("d", full.Type("dump").Messages.Single());
        empty.Type("load file=d");
        Assert.Equal(Storage, empty.Inventory.Networks["storage"]);

        // What a host is doing just now is not in it.
        Assert.Equal(Host with { Action = BootAction.None }, empty.Inventory.HostOf(Host.Name));
    }

    private static void Differs<T>(T usual, T value) => Assert.All(
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null),
        property => Assert.False(Equals(property.GetValue(usual), property.GetValue(value)), $"give {typeof(T).Name}.{property.Name} another value here"));
}
