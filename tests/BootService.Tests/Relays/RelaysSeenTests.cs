using BootService.Appliances;
using BootService.Core.Doctor;
using BootService.Core.Relays;
using BootService.Protocols.Net;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Relays;

public sealed class RelaysSeenTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RelaysSeen _relays;

    public RelaysSeenTests() => _relays = new RelaysSeen(_time);

    [Fact]
    public void Who_serves_the_same_network_is_a_neighbour_for_as_long_as_it_asks()
    {
        Hear("rack7", "10.3.0.0/24");
        Hear("rack7b", "10.3.0.0/24 10.4.0.0/24");
        Hear("rack8", "10.4.0.0/24");

        Assert.Equal([new RelayNeighbour("rack7b", "at rack7b", IsUp: true)], Beside("rack7", "10.3.0.0/24"));
        Assert.Equal(["rack7b", "rack8"], Beside("rack9", "10.4.0.0/24").Select(relay => relay.Name));
        Assert.Equal(3, _relays.Following);

        _time.Advance(TimeSpan.FromSeconds(4));
        Hear("rack7", "10.3.0.0/24");
        Assert.False(Beside("rack7", "10.3.0.0/24").Single().IsUp);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((1, 3), (_relays.Following, _relays.All.Count));
        Assert.Equal(TimeSpan.FromSeconds(6), _relays.All.Single(relay => relay.Name == "rack8").Silent);
    }

    [Fact]
    public void Of_too_many_the_oldest_is_forgotten()
    {
        for (var number = 0; number < 4100; number++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Hear($"relay{number}", "10.3.0.0/24");
        }

        Assert.Equal(4096, _relays.All.Count);
        Assert.DoesNotContain(_relays.All, relay => relay.Name == "relay0");
    }

    private void Hear(string name, string networks) => _relays.Hear(new RelaySeen(name, "10.1.0.2", networks, "token", "0.2") { Addresses = $"at {name}" });

    private IEnumerable<RelayNeighbour> Beside(string name, string subnet) => _relays.Beside(name, [Ipv4Network.Parse(subnet)]);
}
