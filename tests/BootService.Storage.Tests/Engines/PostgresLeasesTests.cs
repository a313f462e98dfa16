using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Stores;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Storage.Postgres;
using Xunit;

namespace BootService.Storage.Tests.Engines;

/// <summary>Leases and events that several frontends write.</summary>
public sealed class PostgresLeasesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const ulong Client = 0x525400AABB01;
    private const ulong Other = 1UL << 63 | 7;

    private static readonly DateTimeOffset Now = Samples.Noon;
    private static readonly Ipv4 Address = Ipv4.Parse("10.1.9.7");

    private readonly List<IDisposable> _open = [];
    private string _name = string.Empty;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _name = await postgres.Server.NewDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        _open.Reverse();
        _open.ForEach(open => open.Dispose());
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_address_is_the_first_one_s_who_brings_it_and_the_other_is_told_whose()
    {
        var (one, other) = (await StartAsync("fe1"), await StartAsync("fe2"));
        Assert.Empty(Commit(one.Leases, Lease(Client, minutes: 30)));

        var theirs = Assert.Single(Commit(other.Leases, Lease(Other, minutes: 30), Lease(Other, minutes: 30) with { Address = Ipv4.Parse("10.1.9.8") }));

        Assert.Equal((Client, Address), (theirs.Client, theirs.Address));
        Assert.InRange(theirs.Until - Now.ToUnixTimeSeconds(), 29 * 60, 30 * 60);

        // Its own client may always renew it, at either.
        Assert.Empty(Commit(other.Leases, Lease(Client, minutes: 31)));
        Assert.Equal(2, (await StartAsync("fe3")).Leases.Load(Now).Count);
    }

    [Fact]
    public async Task What_was_given_back_or_has_ended_is_anybody_s()
    {
        var (one, other) = (await StartAsync("fe1"), await StartAsync("fe2"));
        Commit(one.Leases, Lease(Client, minutes: 30));
        Commit(one.Leases, new StoredLease(Client, Address, 0));
        Assert.Empty(Commit(other.Leases, Lease(Other, minutes: 30)));

        await postgres.Server.AskAsync("UPDATE leases SET until = extract(epoch FROM now())::bigint - 1", _name);
        Assert.Empty(Commit(one.Leases, Lease(Client, minutes: 30)));
        Assert.Single(Commit(other.Leases, new StoredLease(Other, Address, 0)));
    }

    [Fact]
    public async Task Who_finds_his_address_in_use_gives_it_up_for_everybody_and_nobody_else_can()
    {
        var (one, other) = (await StartAsync("fe1"), await StartAsync("fe2"));
        Commit(one.Leases, Lease(Client, minutes: 30));
        Assert.Equal(Client, Assert.Single(Commit(other.Leases, Lease(0, minutes: 10) with { By = Other })).Client);
        Assert.Equal(Client, Assert.Single(Commit(other.Leases, Lease(0, minutes: 10))).Client);

        Assert.Empty(Commit(other.Leases, Lease(0, minutes: 10) with { By = Client }));
        Assert.Equal(0UL, Assert.Single(Commit(one.Leases, Lease(Client, minutes: 30))).Client);
    }

    [Fact]
    public async Task What_others_gave_is_read_once_and_one_s_own_never()
    {
        var (one, other) = (await StartAsync("fe1"), await StartAsync("fe2"));
        Commit(other.Leases, Lease(Client, minutes: 30));
        Assert.Equal(Client, Assert.Single(one.Leases.Load(Now)).Client);
        Assert.Empty(Read(one.Leases));

        Commit(other.Leases, Lease(Client, minutes: 30), Lease(Other, minutes: 30) with { Address = Ipv4.Parse("10.1.9.8") });
        Assert.Equal([Client, Other], Read(one.Leases).Select(lease => lease.Client));
        Assert.Empty(Read(one.Leases));
        Commit(other.Leases, new StoredLease(Client, Address, 0));
        Assert.True(Assert.Single(Read(one.Leases)).IsFree);
        Assert.Empty(Read(other.Leases));

        // After a restart its numbers go on.
        _open.Single(open => open is PostgresDatabase database && database.Store == other).Dispose();
        _open.RemoveAll(open => open is PostgresDatabase database && database.Store == other);
        var again = await StartAsync("fe2");
        again.Leases.Load(Now);
        Commit(again.Leases, Lease(Client, minutes: 30));
        Assert.Single(Read(one.Leases));
    }

    [Fact]
    public async Task Of_a_group_the_last_word_on_an_address_holds_and_clocks_that_differ_do_not_matter()
    {
        var (one, other) = (await StartAsync("fe1"), await StartAsync("fe2"));
        Commit(one.Leases, Lease(Client, minutes: 30), new StoredLease(Client, Address, 0), Lease(Client, minutes: 5));

        var late = new List<StoredLease>();
        other.Leases.Read(Now.AddHours(7), late);

        Assert.InRange(Assert.Single(late).Until - Now.AddHours(7).ToUnixTimeSeconds(), 299 - 5, 300);
    }

    [Fact]
    public async Task Many_groups_of_two_at_once_give_no_address_twice()
    {
        var stores = new[] { await StartAsync("fe1"), await StartAsync("fe2") };
        var given = await Task.WhenAll(stores.Select((store, at) => Task.Run(() =>
        {
            var chance = new Random(at);
            var mine = new HashSet<(Ipv4, ulong)>();
            for (var group = 0; group < 40; group++)
            {
                StoredLease[] leases =
                [
                    .. Enumerable.Range(0, 24).Select(_ => Lease((ulong)(1000 * (at + 1)) + (ulong)chance.Next(1000), minutes: 30) with
                        { Address = new Ipv4(Address.Value + (uint)chance.Next(256)) }).DistinctBy(lease => lease.Address),
                ];
                var refused = Commit(store.Leases, leases).Select(lease => lease.Address).ToHashSet();
                mine.UnionWith(leases.Where(lease => !refused.Contains(lease.Address)).Select(lease => (lease.Address, lease.Client)));
            }

            return mine;
        })));

        Assert.All(given, mine => Assert.NotEmpty(mine));
        Assert.Equal(given.Sum(mine => mine.Count), given.SelectMany(mine => mine).Select(lease => lease.Item1).Distinct().Count());
    }

    [Fact]
    public async Task What_happens_at_one_is_heard_at_the_other_once_and_in_its_order()
    {
        var (one, other) = (await StartAsync("fe1"), await StartAsync("fe2"));
        var events = _open.OfType<PostgresDatabase>().First(database => database.Store == one).Events;
        await events.AppendAsync([Event(1)], Cancel);
        Assert.Empty(await other.HearEventsAsync(Cancel));

        await events.AppendAsync([Event(2), Event(3)], Cancel);
        await events.AppendAsync([Event(4)], Cancel);

        Assert.Equal([2, 3, 4], (await other.HearEventsAsync(Cancel)).Select(happened => happened.Attempt));
        Assert.Empty(await other.HearEventsAsync(Cancel));
        await one.HearEventsAsync(Cancel);
        Assert.Empty(await one.HearEventsAsync(Cancel));
        Assert.Equal(4, (await events.ListAsync([], 100, Cancel)).Length);
    }

    [Fact]
    public async Task What_a_newer_version_tells_is_heard_in_its_own_words_and_what_comes_after_it_too()
    {
        var (one, other) = (await StartAsync("fe1"), await StartAsync("fe2"));
        var events = _open.OfType<PostgresDatabase>().First(database => database.Store == one).Events;
        await events.AppendAsync([Event(1)], Cancel);
        Assert.Empty(await other.HearEventsAsync(Cancel));
        await events.AppendAsync([Event(2), Event(3)], Cancel);
        await postgres.Server.AskAsync("UPDATE events SET stage = 'Orbit' WHERE attempt = 2", _name);

        var heard = await other.HearEventsAsync(Cancel);
        Assert.Equal([2, 3], heard.Select(happened => happened.Attempt));
        Assert.Equal(["Orbit", null], heard.Select(happened => happened.Newer?.Stage));

        await events.AppendAsync([Event(4)], Cancel);
        Assert.Equal([4], (await other.HearEventsAsync(Cancel)).Select(happened => happened.Attempt));
    }

    [Fact]
    public async Task A_frontend_says_where_it_is_and_hears_of_others_and_of_the_clock()
    {
        var (one, _) = (await StartAsync("fe1"), await StartAsync("fe2"));
        one.Time = new LateClock(TimeSpan.FromSeconds(40));
        var seen = await WatchAsync(one);
        Assert.Equal(["fe1", "fe2"], seen.All.Select(frontend => frontend.Name));
        Assert.Equal([Ipv4.Parse("10.1.1.1"), Ipv4.Parse("10.2.1.1")], seen.All[0].Addresses);
        Assert.All(seen.All, frontend => Assert.True(frontend.IsUp));
        Assert.InRange(seen.Ahead.TotalSeconds, 39, 41);
    }

    private static async Task<Watcher> WatchAsync(PostgresStore store)
    {
        var watcher = new Watcher();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var watch = store.WatchAsync(watcher, over.Token);
        await watcher.Heard.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        await over.CancelAsync();
        await watch.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return watcher;
    }

    private async Task<PostgresStore> StartAsync(string name)
    {
        var folder = new TemporaryFolder();
        var database = PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, _name), folder.Path, PostgresFixture.Named(name));
        _open.AddRange([folder, database]);

        // Whoever was never heard of is nobody's peer.
        await WatchAsync(database.Store);
        return database.Store;
    }

    private static List<StoredLease> Commit(ISharedLeases leases, params StoredLease[] group)
    {
        var theirs = new List<StoredLease>();
        leases.Commit(group, Now, theirs);
        return theirs;
    }

    private static List<StoredLease> Read(ISharedLeases leases)
    {
        var theirs = new List<StoredLease>();
        leases.Read(Now, theirs);
        return theirs;
    }

    private static StoredLease Lease(ulong client, int minutes) => new(client, Address, Now.AddMinutes(minutes).ToUnixTimeSeconds());

    private static BootEvent Event(long attempt) =>
        new(Samples.Noon, new MacAddress(1), BootStage.Dhcp, BootOutcome.Ok, BootMessage.Offer) { Attempt = attempt };

    private sealed class LateClock(TimeSpan late) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - late;
    }

    private sealed class Watcher : ISharedWatcher
    {
        public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<FrontendPeer> All { get; private set; } = [];

        public TimeSpan Ahead { get; private set; }

        public string Service => string.Empty;

        public string Addresses => "10.1.1.1 10.2.1.1";

        public void HearVersion(long version, long asked) => Heard.TrySetResult();

        public void HearFrontends(IReadOnlyList<FrontendPeer> all, TimeSpan ahead) => (All, Ahead) = (all, ahead);
    }
}
