using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using BootService.Appliances;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Protocols.Net;
using BootService.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Appliances;

/// <summary>Several writers at one store, some of whose turns are lost and some of whose answers are: what holds whatever happens.</summary>
public sealed class SharedStoreTests
{
    private static readonly AttributeName Counter = AttributeName.Parse("counter");

    private static readonly Inventory Empty = Inventory.Empty(
        new Frontend("frontend", "local", "eth1", new MacAddress(1), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_acknowledged_is_in_every_later_state_and_no_number_comes_twice()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            await HistoryAsync(seed);
        }
    }

    [Fact]
    public async Task What_was_made_from_an_older_state_is_made_again_in_the_turn()
    {
        var log = new SharedLog(seed: 1) { Faults = 0 };
        var (one, other) = (await StartAsync(log), await StartAsync(log));

        Assert.Equal(1, await one.CommitAsync(Count, Cancel));
        Assert.Equal(2, await other.CommitAsync(Count, Cancel));
        Assert.Equal(1, Counted(one.Current));
        await one.CatchUpAsync(Cancel);
        Assert.Equal(2, Counted(one.Current));
        await Task.WhenAll(one.StopAsync(Cancel), other.StopAsync(Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_others_committed_and_cannot_be_read_is_asked_for_again_and_ends_no_writer(bool isDefect)
    {
        var log = new SharedLog(seed: 1) { Faults = 0 };
        var (one, other) = (await StartAsync(log), await StartAsync(log));
        await other.CommitAsync(Count, Cancel);
        log.Unreadable = isDefect ? new InvalidOperationException("there is no such change") : new StorageException("a newer one wrote it");

        await one.CatchUpAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancel);
        Assert.Equal(0, Counted(one.Current));

        log.Unreadable = null;
        await one.CatchUpAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancel);
        Assert.Equal(1, Counted(one.Current));
        await Task.WhenAll(one.StopAsync(Cancel), other.StopAsync(Cancel));
    }

    [Fact]
    public async Task When_the_database_has_lost_commits_nothing_installs_any_more()
    {
        var log = new SharedLog(seed: 1) { Faults = 0 };
        var (one, other) = (await StartAsync(log), await StartAsync(log));
        var host = new Core.Hosts.Host(Core.Hosts.HostName.Parse("backend-0-0"), "backend", 0, 0) { Action = Core.Hosts.BootAction.Install };
        await one.CommitAsync(_ => new Proposal<bool>(true, [new Change.HostSet(host), new Change.AttemptSet(Attempt(1, host))]), Cancel);
        await one.CommitAsync(Count, Cancel);
        log.Lose(1);

        Assert.Equal(1, await one.CommitAsync(Count, Cancel));

        Assert.Equal(AttemptState.Cancelled, one.Current.AttemptOf(host.Name)!.State);
        Assert.Equal(Core.Hosts.BootAction.Os, one.Current.HostOf(host.Name)!.Action);
        await other.CatchUpAsync(Cancel);
        Assert.Equal(AttemptState.Cancelled, other.Current.AttemptOf(host.Name)!.State);
        await Task.WhenAll(one.StopAsync(Cancel), other.StopAsync(Cancel));
    }

    private static async Task HistoryAsync(int seed)
    {
        var log = new SharedLog(seed);
        var writers = new[] { await StartAsync(log), await StartAsync(log), await StartAsync(log) };
        var (told, unknown, refused) = (new ConcurrentBag<int>(), 0, 0);
        await Task.WhenAll(writers.SelectMany(writer => Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var times = 0; times < 10; times++)
                {
                    try
                    {
                        told.Add(await writer.CommitAsync(Count, Cancel));
                    }
                    catch (RefusedException why) when (why.Message.StartsWith("it is not known", StringComparison.Ordinal))
                    {
                        Interlocked.Increment(ref unknown);
                    }
                    catch (RefusedException why) when (why.Message.EndsWith("nothing was changed", StringComparison.Ordinal))
                    {
                        Interlocked.Increment(ref refused);
                    }
                }
            },
            Cancel))));

        // Every acknowledged number once, and nothing in the store that was said not to be there.
        Assert.Equal(told.Distinct().Count(), told.Count);
        Assert.InRange(Counted(log.State(Empty)), told.Count, told.Count + unknown);
        Assert.True(told.All(number => number <= Counted(log.State(Empty))));
        log.Faults = 0;
        foreach (var writer in writers)
        {
            await writer.CatchUpAsync(Cancel);
            Assert.Equal(Counted(log.State(Empty)), Counted(writer.Current));
            await writer.StopAsync(Cancel);
        }
    }

    private static InstallAttempt Attempt(long id, Core.Hosts.Host host) =>
        new(id, host.Name, $"secret-{id}", DateTimeOffset.UnixEpoch, 3, TimeSpan.FromMinutes(30))
        {
            Pallet = new Core.Pallets.PalletKey("CentOS", "6.6", "redhat", "x86_64"),
            Image = new Core.Boot.KernelImage("os/vmlinuz", "os/initrd.img", 6, "x86_64"),
        };

    private static int Counted(Inventory inventory) =>
        inventory.AttributesOn(AttributeOwner.Global).Find(Counter) is { } value ? int.Parse(value.Text, CultureInfo.InvariantCulture) : 0;

    private static Proposal<int> Count(Inventory inventory)
    {
        var next = Counted(inventory) + 1;
        return new Proposal<int>(
            next, [new Change.AttributeWritten(AttributeOwner.Global, Counter, new AttributeValue($"{next}", Shadow: false, DateTimeOffset.UnixEpoch))]);
    }

    private static async Task<ApplianceWriter> StartAsync(SharedLog log)
    {
        var store = new SharedMemoryStore(log);
        var writer = new ApplianceWriter(store, new ApplianceStart(Empty, 0), TimeProvider.System, NullLogger<ApplianceWriter>.Instance, store);
        await writer.StartAsync(Cancel);
        return writer;
    }

    /// <summary>The commits that all have in common, and the turn.</summary>
    private sealed class SharedLog(int seed)
    {
        private readonly Random _chance = new(seed);
        private ImmutableList<ImmutableArray<Change>> _commits = [];

        public SemaphoreSlim Turn { get; } = new(1);

        /// <summary>Of a hundred turns, in how many something goes wrong.</summary>
        public int Faults { get; set; } = 30;

        /// <summary>Why what others committed cannot be read; null when it can.</summary>
        public Exception? Unreadable { get; set; }

        public int Version => _commits.Count;

        public Inventory State(Inventory from) => from.With(_commits.SelectMany(commit => commit));

        public IEnumerable<Change> Since(long known) => _commits.Skip((int)known).SelectMany(commit => commit);

        public void Add(IEnumerable<Change> changes) => _commits = _commits.Add([.. changes]);

        public void Lose(int commits) => _commits = _commits.RemoveRange(_commits.Count - commits, commits);

        public int Next()
        {
            lock (_chance)
            {
                return _chance.Next(100);
            }
        }
    }

    private sealed class SharedMemoryStore(SharedLog log) : IApplianceStore, ISharedStore
    {
        public Task<StoredState> LoadAsync(CancellationToken cancel) => throw new InvalidOperationException("nobody loads it");

        public Task CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel) =>
            throw new InvalidOperationException("it is written in turns");

        public Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel) =>
            throw new InvalidOperationException("nobody installs");

        public Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(HostName host, int most, CancellationToken cancel) =>
            throw new InvalidOperationException("nobody installs");

        public Task<IReadOnlyList<FrontendPeer>> ListFrontendsAsync(CancellationToken cancel) => throw new InvalidOperationException("nobody lists them");

        public Task<SharedServer> LookAtServerAsync(CancellationToken cancel) => throw new NotSupportedException();

        public ISharedLeases Leases => throw new NotSupportedException();

        public Task WatchAsync(ISharedWatcher watcher, CancellationToken cancel) => Task.CompletedTask;

        public Task<IReadOnlyList<Core.Events.BootEvent>> HearEventsAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<Missed?> SinceAsync(long known, CancellationToken cancel) => log.Unreadable is { } fault
            ? Task.FromException<Missed?>(fault) : Task.FromResult(MissedBy(known));

        public async Task<IStoreTurn> BeginTurnAsync(long known, CancellationToken cancel)
        {
            await Task.Yield();
            await log.Turn.WaitAsync(cancel);
            return new MemoryTurn(log, MissedBy(known));
        }

        private Missed? MissedBy(long known) => known == log.Version ? null
            : known > log.Version ? new Missed([.. log.Since(0)], log.Version) { IsWhole = true, Lost = known - log.Version }
            : new Missed([.. log.Since(known)], log.Version);
    }

    private sealed class MemoryTurn(SharedLog log, Missed? missed) : IStoreTurn
    {
        public Missed? Missed => missed;

        public async Task<long> CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> said, CancellationToken cancel)
        {
            await Task.Yield();
            switch (log.Next() < log.Faults ? log.Next() % 4 : -1)
            {
                case 0:
                    throw new TurnLostException("the database went away");
                case 1:
                    throw new StorageException("the database is full");
                case 2:
                    throw new OutcomeUnknownException("it is not known whether the change was made");
                case 3:
                    log.Add(changes);
                    throw new OutcomeUnknownException("it is not known whether the change was made");
                default:
                    log.Add(changes);
                    return log.Version;
            }
        }

        public ValueTask DisposeAsync()
        {
            log.Turn.Release();
            return ValueTask.CompletedTask;
        }
    }
}
