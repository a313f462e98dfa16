using System.Collections.Immutable;
using BootService.Appliances;
using BootService.Core.Audits;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Appliances;

/// <summary>What a frontend makes of what the shared database tells it.</summary>
public sealed class PeerWatchTests : IAsyncLifetime
{
    private static readonly Inventory Empty = Inventory.Empty(
        new Frontend("frontend", "local", "eth1", new MacAddress(1), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80)
        {
            Peers = PeerFrontends.Of("fe1"),
        });

    private readonly ToldStore _store = new();
    private readonly PeerStanding _standing = new();
    private readonly BootEventWriter _events;
    private readonly ApplianceWriter _writer;
    private readonly PeerWatch _watch;

    public PeerWatchTests()
    {
        _events = new BootEventWriter(_store, TimeProvider.System, NullLogger<BootEventWriter>.Instance);
        _writer = new ApplianceWriter(_store, new ApplianceStart(Empty, 1), TimeProvider.System, NullLogger<ApplianceWriter>.Instance, _store);
        _watch = new PeerWatch(
            _store, _writer, _events, _standing, new FrontendIdentity("fe1", "1", DateTimeOffset.UnixEpoch, IsAlone: false, Ipv4.Parse("10.1.1.11")),
            TimeProvider.System, NullLogger<PeerWatch>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _writer.StartAsync(Cancel);
        await _events.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        await _events.StopAsync(CancellationToken.None);
        await _writer.StopAsync(CancellationToken.None);
        _watch.Dispose();
        _events.Dispose();
    }

    [Fact]
    public async Task Whoever_shares_the_database_is_known_with_what_he_has_and_whether_he_is_up()
    {
        _watch.HearFrontends([Seen("fe1", 0), Seen("fe2", 1), Seen("fe3", 60)], TimeSpan.Zero);
        await SettleAsync();

        var peers = _writer.Current.Frontend.Peers;
        Assert.Equal([("fe2", true), ("fe3", false)], peers.All.Select(peer => (peer.Name, peer.IsUp)));
        Assert.Equal("fe2", peers.At(Ipv4.Parse("10.1.1.2"))?.Name);
        Assert.Equal("fe2", peers.At(Ipv4.Parse("10.1.1.12"))?.Name);
        Assert.True(_writer.Current.Frontend.IsAnyFrontends(Ipv4.Parse("10.1.1.3")));
        Assert.Equal(("10.1.1.1", "10.1.1.11"), (_watch.Addresses, _watch.Service));

        // The same again is nothing new, and this machine seen anew forgets nobody.
        var before = _writer.Current;
        _watch.HearFrontends([Seen("fe1", 0), Seen("fe2", 2), Seen("fe3", 61)], TimeSpan.Zero);
        await SettleAsync();
        Assert.Same(before, _writer.Current);
        _writer.Follow(Empty.Frontend with { Mtu = 9000, Peers = PeerFrontends.None });
        Assert.Equal((9000, 2), (_writer.Current.Frontend.Mtu, _writer.Current.Frontend.Peers.All.Length));
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(-40, false)]
    [InlineData(20, true)]
    public async Task A_clock_that_is_too_far_off_makes_nothing_known_for_the_newest(int ahead, bool isHeard)
    {
        _watch.HearFrontends([Seen("fe1", 0)], TimeSpan.FromSeconds(ahead));
        _watch.HearVersion(2, asked: 1);
        await SettleAsync();
        Assert.Equal((isHeard, !isHeard), (_store.Asked > 0, _standing.IsClockWrong));
    }

    [Fact]
    public async Task What_happens_at_another_is_shown_here_and_neither_kept_nor_acted_on()
    {
        var shown = _events.Subscribe(Cancel).GetAsyncEnumerator(Cancel);
        var own = _events.SubscribeOwn(Cancel).GetAsyncEnumerator(Cancel);
        _store.Theirs.Add(Event(7));
        await _watch.StartAsync(Cancel);

        Assert.True(await shown.MoveNextAsync());
        Assert.Equal(7, shown.Current.Attempt);
        _events.Post(Event(8));
        Assert.True(await own.MoveNextAsync());
        Assert.Equal(8, own.Current.Attempt);
        await _events.SettleAsync(Cancel);
        Assert.Equal([8L], _store.Kept.Select(happened => happened.Attempt));
        Assert.Equal([7L, 8L], _events.Recent("backend-0-0").Select(happened => happened.Attempt));
    }

    private Task<int> SettleAsync() => _writer.CommitAsync(_ => new Proposal<int>(0, []), Cancel);

    private static BootEvent Event(long attempt) =>
        new(DateTimeOffset.UnixEpoch, new MacAddress(1), BootStage.Dhcp, BootOutcome.Ok, BootMessage.Offer) { Attempt = attempt, Host = "backend-0-0" };

    private static FrontendPeer Seen(string name, int silent) =>
        new(name, $"10.1.1.{name[^1]}", "1", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(silent), IsHere: name == "fe1") { Service = $"10.1.1.1{name[^1]}" };

    private sealed class ToldStore : IApplianceStore, ISharedStore, IBootEventStore
    {
        public int Asked { get; private set; }

        public List<BootEvent> Theirs { get; } = [];

        public List<BootEvent> Kept { get; } = [];

        public ISharedLeases Leases => throw new NotSupportedException();

        public Task<Missed?> SinceAsync(long known, CancellationToken cancel)
        {
            Asked++;
            return Task.FromResult<Missed?>(null);
        }

        public Task<IReadOnlyList<BootEvent>> HearEventsAsync(CancellationToken cancel)
        {
            IReadOnlyList<BootEvent> theirs = [.. Theirs];
            Theirs.Clear();
            return Task.FromResult(theirs);
        }

        public Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel)
        {
            Kept.AddRange(events);
            return Task.CompletedTask;
        }

        public Task WatchAsync(ISharedWatcher watcher, CancellationToken cancel) => Task.CompletedTask;

        public Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<SharedServer> LookAtServerAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<StoredState> LoadAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(HostName host, int most, CancellationToken cancel) =>
            throw new InvalidOperationException("nobody installs");

        public Task<IReadOnlyList<FrontendPeer>> ListFrontendsAsync(CancellationToken cancel) => throw new NotSupportedException();
    }
}
