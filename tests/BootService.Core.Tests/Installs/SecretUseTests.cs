using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Installs;

public sealed class SecretUseTests
{
    private static readonly Ipv4 Own = Cluster.Backend(0).Address!.Value;
    private static readonly Ipv4 Neighbour = Cluster.Backend(1).Address!.Value;
    private static readonly Ipv4 Stranger = Ipv4.Parse("10.1.77.77");

    private readonly Inventory _inventory = Cluster.Inventory().Arm(0);

    [Fact]
    public void A_machine_may_use_its_secret_from_the_address_we_gave_it_and_nobody_else_may()
    {
        Assert.Null(WhyNot(_inventory, Own));
        Assert.Equal($"the secret was used from {Neighbour} (backend-0-1) and belongs to backend-0-0, which has {Own}", WhyNot(_inventory, Neighbour));
        Assert.Equal($"the secret was used from {Stranger} and belongs to backend-0-0, which has {Own}", WhyNot(_inventory, Stranger));
    }

    [Fact]
    public void Where_another_server_gives_addresses_the_first_to_use_it_keeps_it()
    {
        Assert.Null(WhyNot(_inventory, Stranger, givesAddresses: false));
        var bound = _inventory.Signal(0, new AttemptSignal.KickstartFetched(Stranger), Cluster.Noon);
        Assert.Null(WhyNot(bound, Stranger, givesAddresses: false));
        Assert.Equal($"the secret was used from 10.1.77.78 and belongs to {Stranger}", WhyNot(bound, Ipv4.Parse("10.1.77.78"), givesAddresses: false));
    }

    [Fact]
    public void Where_another_server_gives_addresses_the_card_decides_and_not_the_number()
    {
        var (first, second) = (Stranger, Ipv4.Parse("10.1.77.78"));
        var bound = _inventory.Signal(0, new AttemptSignal.KickstartFetched(second), Cluster.Noon);
        foreach (var address in (Ipv4[])[first, second, Own, Ipv4.Parse("10.1.77.79")])
        {
            // By the card on the wire, by what it says of its cards, and by what it was heard to take: each is enough.
            Assert.Null(Used(bound, new SecretUser(address, []) { OnWire = Cluster.Mac(0) }));
            Assert.Null(Used(bound, new SecretUser(address, [Cluster.Mac(0)])));
            Assert.Null(Used(bound, new SecretUser(address, []) { IsHeard = true }));

            // Another host is another one, whatever it says and whatever address it was given.
            Assert.Equal(
                $"the secret was used from {SecretUse.Who(bound, address)} by backend-0-1, whose card is {Cluster.Mac(1)}, and belongs to backend-0-0",
                Used(bound, new SecretUser(address, [Cluster.Mac(0)]) { OnWire = Cluster.Mac(1), IsHeard = true }));
            Assert.NotNull(Used(bound, new SecretUser(address, [Cluster.Mac(1)])));
        }

        // A card of nobody's on our own wire is believed only where the kickstart went.
        Assert.Null(Used(bound, new SecretUser(second, []) { OnWire = new MacAddress(77) }));
        Assert.Equal(
            $"the secret was used from {first} and belongs to {second}",
            Used(bound, new SecretUser(first, [Cluster.Mac(0)]) { OnWire = new MacAddress(77), IsHeard = true }));
    }

    [Fact]
    public void Where_our_own_server_gives_them_the_number_decides()
    {
        var bound = _inventory.Signal(0, new AttemptSignal.KickstartFetched(Own), Cluster.Noon);
        Assert.NotNull(Used(bound, new SecretUser(Stranger, [Cluster.Mac(0)]) { GivesAddresses = true, OnWire = Cluster.Mac(0), IsHeard = true }));
    }

    [Fact]
    public void Every_address_of_a_machine_is_the_machines()
    {
        var two = _inventory.With(new Change.HostSet(Cluster.Backend(0) with
        {
            Interfaces = [.. Cluster.Backend(0).Interfaces, new HostInterface("eth1", new MacAddress(9), Stranger, Network.Private)],
        })).Signal(0, new AttemptSignal.KickstartFetched(Own), Cluster.Noon);
        Assert.Null(WhyNot(two, Stranger));
    }

    [Fact]
    public void A_card_without_an_address_may_come_with_one_of_the_pool_that_is_nobodys()
    {
        var leased = _inventory.With(
            new Change.NetworkSet(
                new Network(Network.Private, Cluster.Frontend.Subnet) { PoolFirst = Ipv4.Parse("10.1.77.1"), PoolLast = Ipv4.Parse("10.1.77.99") }),
            new Change.HostSet(
                Cluster.Backend(0) with { Interfaces = [.. Cluster.Backend(0).Interfaces, new HostInterface("eth1", new MacAddress(9), null, null)] }));
        Assert.Null(WhyNot(leased, Stranger));
        Assert.NotNull(WhyNot(leased, Ipv4.Parse("10.1.78.1")));
        Assert.NotNull(WhyNot(leased, Neighbour));
    }

    [Fact]
    public void A_machine_that_says_it_has_the_cards_of_another_is_another()
    {
        Assert.Null(WhyNot(_inventory, Own, cards: [new MacAddress(77), Cluster.Mac(0)]));
        Assert.Contains($"with the card {Cluster.Mac(1)}", WhyNot(_inventory, Own, cards: [Cluster.Mac(1)]), StringComparison.Ordinal);
    }

    private static string? WhyNot(Inventory inventory, Ipv4 from, bool givesAddresses = true, params MacAddress[] cards) =>
        Used(inventory, new SecretUser(from, cards) { GivesAddresses = givesAddresses });

    private static string? Used(Inventory inventory, SecretUser user) => SecretUse.WhyNot(inventory, inventory.AttemptOf(Cluster.Name("backend-0-0"))!, user);
}
