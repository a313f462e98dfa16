using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Relays;
using BootService.Core.Stores;
using BootService.Protocols.Net;
using BootService.Relays;
using Xunit;

namespace BootService.Tests.Relays;

public sealed class RelayFeedTests
{
    private static readonly RelayReach Rack = new([Ipv4Network.Parse("10.3.0.0/24")], HostScope.All);

    private readonly Site _site = new();
    private readonly RelayFeed _feed;

    public RelayFeedTests() => _feed = new RelayFeed(_site, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_knows_nothing_is_told_everything_and_then_what_is_new()
    {
        var first = await _feed.WaitAsync(null, Rack, Cancel);
        Assert.True(first.IsWhole);
        Assert.Equal(1, _site.CaughtUp);
        var relay = Inventory.Empty(Site.Frontend).With(first.Changes);
        Assert.Equal(["backend-7-1"], relay.Hosts.Keys.Select(name => name.ToString()));

        var waiting = _feed.WaitAsync(first.Position, Rack, Cancel);
        Assert.False(waiting.IsCompleted);
        _site.Change(new Change.AttributeWritten(
            AttributeOwner.Of(Site.Node.Name), AttributeName.Parse("loader"), new AttributeValue("grub", Shadow: false, default)));
        var second = await waiting;
        Assert.False(second.IsWhole);
        Assert.NotEqual(first.Position, second.Position);
        Assert.Equal("grub", relay.With(second.Changes).AttributesOn(AttributeOwner.Of(Site.Node.Name)).Find(AttributeName.Parse("loader"))?.Text);

        // What it is told once it is not told again.
        var third = await _feed.WaitAsync(second.Position, Rack, Cancel);
        Assert.Equal((false, true, second.Position), (third.IsWhole, third.Changes.IsEmpty, third.Position));
    }

    [Fact]
    public async Task What_is_another_rack_s_wakes_nobody()
    {
        var first = await _feed.WaitAsync(null, Rack, Cancel);
        var waiting = _feed.WaitAsync(first.Position, Rack, Cancel);
        _site.Change(new Change.HostSet(Site.Node with { Name = HostName.Parse("far"), Interfaces = [] }));
        var second = await waiting;
        Assert.True(second.Changes.IsEmpty);
    }

    [Fact]
    public async Task Networks_that_change_and_positions_that_nobody_knows_are_told_as_a_whole()
    {
        var first = await _feed.WaitAsync(null, Rack, Cancel);
        _site.Change(new Change.NetworkSet(new Network("rack7", Ipv4Network.Parse("10.3.0.0/24")) { Mtu = 9000 }));
        Assert.True((await _feed.WaitAsync(first.Position, Rack, Cancel)).IsWhole);
        foreach (var other in new[] { "another.1", "x", first.Position + "9", string.Empty })
        {
            Assert.True((await _feed.WaitAsync(other, Rack, Cancel)).IsWhole);
        }
    }

    [Fact]
    public async Task Whether_the_frontend_knows_the_newest_is_told_along()
    {
        Assert.True((await _feed.WaitAsync(null, Rack, Cancel)).IsFresh);
        _site.IsFresh = false;
        Assert.False((await _feed.WaitAsync(null, Rack, Cancel)).IsFresh);
    }

    private sealed class Site : IAppliance
    {
        private volatile Inventory _current = Inventory.Empty(Frontend).With(
            new Change.NetworkSet(new Network("rack7", Ipv4Network.Parse("10.3.0.0/24"))), new Change.HostSet(Node));

        public static Frontend Frontend { get; } = new(
            "frontend", "local", "eth1", new MacAddress(1), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80);

        public static Host Node { get; } = new(HostName.Parse("backend-7-1"), "backend", 7, 1)
        {
            Interfaces = [new HostInterface("eth0", new MacAddress(9), Ipv4.Parse("10.3.0.10"), "rack7", IsDefault: true)],
        };

        public bool IsFresh { get; set; } = true;

        public int CaughtUp { get; private set; }

        public Inventory Current => IsFresh ? _current : _current.Doubted;

        public void Change(params Change[] changes) => _current = _current.With(changes);

        public Task CatchUpAsync(CancellationToken cancel)
        {
            CaughtUp++;
            return Task.CompletedTask;
        }

        public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) => throw new NotSupportedException();
    }
}
