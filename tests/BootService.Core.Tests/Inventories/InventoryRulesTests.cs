using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Inventories;

public sealed class InventoryRulesTests
{
    private static readonly Inventory Before = Inventory.Empty(Cluster.Frontend).With(new Change.HostSet(Host(1)), new Change.HostSet(Host(2)));

    [Fact]
    public void A_card_that_two_hosts_would_have_is_refused_with_the_name_of_its_holder() =>
        Assert.Equal(
            "the hardware address 52:54:00:01:00:01 of backend-0-3's interface eth0 already belongs to backend-0-1: remove it there first",
            Broken(new Change.HostSet(With(Host(3), Nic(1) with { Address = null }))));

    [Fact]
    public void An_address_that_two_hosts_would_have_is_refused_with_the_name_of_its_holder() =>
        Assert.Equal(
            "the address 10.2.0.1 of backend-0-3's interface eth0 already belongs to backend-0-1: remove it there first",
            Broken(new Change.HostSet(With(Host(3), Nic(1) with { Mac = new MacAddress(7) }))));

    [Fact]
    public void Two_new_hosts_with_one_card_are_refused() =>
        Assert.Contains(
            "already belongs to backend-0-4", Broken(new Change.HostSet(With(Host(3), Nic(5))), new Change.HostSet(With(Host(4), Nic(5)))),
            StringComparison.Ordinal);

    [Fact]
    public void Two_interfaces_of_a_host_with_one_card_or_one_name_are_refused()
    {
        Assert.Contains(
            "already belongs to backend-0-3", Broken(new Change.HostSet(With(Host(3), Nic(3), Nic(3) with { Name = "eth1", Address = null }))),
            StringComparison.Ordinal);
        Assert.Equal(
            "backend-0-3 has two interfaces named eth0: name one of them otherwise", Broken(new Change.HostSet(With(Host(3), Nic(3), Nic(4)))));
    }

    [Fact]
    public void Cards_may_change_hands_in_one_change()
    {
        Assert.Null(Broken(new Change.HostSet(With(Host(1), Nic(2))), new Change.HostSet(With(Host(2), Nic(1)))));
        Assert.Null(Broken(new Change.HostRemoved(Host(1).Name), new Change.HostSet(With(Host(3), Nic(1)))));
        Assert.Null(Broken(new Change.HostSet(With(Host(3), Nic(1))), new Change.HostRemoved(Host(1).Name)));
    }

    [Fact]
    public void Only_a_host_that_is_there_is_installed() =>
        Assert.Equal("there is no host backend-0-9 to install", Broken(new Change.AttemptSet(new InstallAttempt(1, Host(9).Name, "s", default, 1, default)
        {
            Pallet = new PalletKey("CentOS", "6.6", "redhat", "x86_64"),
            Image = new KernelImage("k", "i", 6, "x86_64"),
        })));

    [Fact]
    public void A_name_that_differs_by_case_alone_from_one_that_is_here_is_refused()
    {
        Assert.Equal(
            "environment \"e1\" differs by case alone from environment \"E1\", which is here: use that, or another name",
            Broken(new Change.EnvironmentAdded("E1"), Written(AttributeScope.Environment, "e1")));
        Assert.StartsWith("os \"RedHat\" differs", Broken(Written(AttributeScope.Os, "RedHat")), StringComparison.Ordinal);
        Assert.StartsWith("box \"Default\" differs", Broken(new Change.BoxAdded("Default")), StringComparison.Ordinal);
        Assert.StartsWith("box \"DEFAULT\" differs", Broken(new Change.HostSet(Host(1) with { Box = "DEFAULT" })), StringComparison.Ordinal);
        Assert.StartsWith("group \"WEB\" differs", Broken(new Change.GroupSet("web"), new Change.GroupSet("WEB")), StringComparison.Ordinal);
        Assert.StartsWith("cart \"Tools\" differs", Broken(new Change.CartSet(new("tools")), new Change.CartSet(new("Tools"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_here_twice_already_stay()
    {
        var before = Before.With(new Change.EnvironmentAdded("E1"), new Change.EnvironmentAdded("e1"));
        Change[] changes = [Written(AttributeScope.Environment, "e1"), new Change.HostSet(Host(1) with { Environment = "E1" })];
        Assert.Null(InventoryRules.Broken(before, before.With(changes), changes));
        Assert.Null(Broken(new Change.GroupSet("web"), new Change.GroupRemoved("web"), new Change.GroupSet("WEB")));
    }

    private static Change.AttributeWritten Written(AttributeScope scope, string target) =>
        new(new AttributeOwner(scope, target), AttributeName.Parse("a"), new AttributeValue("1", Shadow: false, default));

    private static string? Broken(params Change[] changes) => InventoryRules.Broken(Before, Before.With(changes), changes)?.Message;

    private static Host Host(int number) => With(new Host(HostName.Parse($"backend-0-{number}"), "backend", 0, number), Nic(number));

    private static Host With(Host host, params HostInterface[] nics) => host with { Interfaces = [.. nics] };

    private static HostInterface Nic(int number) =>
        new("eth0", new MacAddress(0x5254_0001_0000 + (ulong)number), new Ipv4(0x0A02_0000 + (uint)number), "private", IsDefault: true);
}
