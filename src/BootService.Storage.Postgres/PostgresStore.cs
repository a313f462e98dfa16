using System.Collections.Immutable;
using System.Diagnostics;
using BootService.Core.Audits;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Stores;
using BootService.Storage.Sql;
using BootService.Storage.Stores;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>The appliance's state in PostgreSQL, which other frontends may write too: who writes has the turn.</summary>
internal sealed class PostgresStore(PostgresEngine engine, FrontendOfDatabase frontend, DatabaseClaim claim) : IApplianceStore, ISharedStore
{
    /// <summary>How long an answer is waited for that somebody waits for.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    /// <summary>How much longer than its patience a turn is waited for, which then says itself what is wrong.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CommitLog _log = new(frontend.Name, TimeProvider.System);
    private readonly EventsOfOthers _events = new(frontend.Name);

    /// <summary>This machine's clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public ISharedLeases Leases { get; } = new PostgresLeases(engine, frontend.Name);

    /// <summary>How long a database is waited for that is away, and a turn that somebody else has.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

    public Task<StoredState> LoadAsync(CancellationToken cancel) => Task.Run(() => engine.Read(connection => _log.Load((NpgsqlConnection)connection)), cancel);

    public async Task CommitAsync(IReadOnlyList<Core.Inventories.Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel)
    {
        await using var turn = await BeginTurnAsync(_log.Known, cancel);
        await turn.CommitAsync(changes, log, cancel);
    }

    public Task<IStoreTurn> BeginTurnAsync(long known, CancellationToken cancel) =>
        WithinAsync(Task.Run(IStoreTurn () => BeginTurn(known, Patience, cancel), cancel), Patience + Grace);

    public Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel) =>
        WithinAsync(engine.ListAnswersAsync(attempt, cancel), Soon);

    public Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(HostName host, int most, CancellationToken cancel) =>
        WithinAsync(engine.ListAttemptsAsync(host, most, cancel), Soon);

    public Task<Missed?> SinceAsync(long known, CancellationToken cancel) =>
        WithinAsync(
            Task.Run(() => engine.Read(connection => _log.Since((NpgsqlConnection)connection, known, CommitLog.Now((NpgsqlConnection)connection))), cancel),
            Soon);

    public Task<IReadOnlyList<FrontendPeer>> ListFrontendsAsync(CancellationToken cancel) =>
        WithinAsync(Task.Run(() => engine.Read(connection => Frontends.List((NpgsqlConnection)connection, frontend.Name)), cancel), Soon);

    public Task WatchAsync(ISharedWatcher watcher, CancellationToken cancel) =>
        Task.Run(() => VersionWatch.RunAsync(engine, frontend, _log, watcher, Time, cancel), cancel);

    public Task<SharedServer> LookAtServerAsync(CancellationToken cancel) => WithinAsync(
        Task.Run(
            () => engine.Read(connection =>
            {
                using var command = new NpgsqlCommand(
                    "SELECT current_setting('fsync')::bool AND current_setting('full_page_writes')::bool, current_setting('synchronous_standby_names')",
                    (NpgsqlConnection)connection);
                using var reader = command.ExecuteReader();
                reader.Read();
                return new SharedServer(reader.GetBoolean(0), reader.GetString(1));
            }),
            cancel),
        Soon);

    public Task<IReadOnlyList<BootEvent>> HearEventsAsync(CancellationToken cancel) =>
        WithinAsync(Task.Run(() => engine.Read(connection => _events.Read((NpgsqlConnection)connection)), cancel), Soon);

    /// <summary>Whether a commit was made whose answer was lost. Asked within a turn: whoever was still at it then is not any more.</summary>
    /// <exception cref="OutcomeUnknownException">Nobody can be asked.</exception>
    internal long? Find(Guid id, Exception lost)
    {
        try
        {
            using var turn = BeginTurn(known: null, Patience, CancellationToken.None);
            return turn.VersionOf(id);
        }
        catch (StorageException fault)
        {
            throw new OutcomeUnknownException(
                $"it is not known whether the change was made: the database {engine.Address.Place} went away in the middle of it and does not answer "
                    + $"({fault.InnerException?.Message.ReplaceLineEndings(" ") ?? "no turn"}); look when it is back", lost);
        }
    }

    // On a line that swallows everything the provider tries to take back what it asked before it gives up, for longer than machines wait for us.
    private async Task<T> WithinAsync<T>(Task<T> work, TimeSpan limit)
    {
        try
        {
            return await work.WaitAsync(limit);
        }
        catch (TimeoutException late)
        {
            _ = work.ContinueWith(
                ended => (ended.Result as IDisposable)?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            engine.Forget();
            throw PostgresFault.Of(engine.Address, late);
        }
    }

    /// <summary>A server that was restarted has left dead connections behind, another frontend may stand still in its turn: both pass.</summary>
    private PostgresTurn BeginTurn(long? known, TimeSpan patience, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var broke = false;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                if (broke)
                {
                    claim.Renew();
                }

                return PostgresTurn.Begin(engine, this, _log, known);
            }
            catch (Exception fault) when (PostgresFault.IsOfConnection(fault) || PostgresFault.IsOfWaiting(fault))
            {
                if (Stopwatch.GetElapsedTime(began) > patience)
                {
                    throw PostgresFault.Of(engine.Address, fault);
                }

                broke = true;
                engine.Forget();
                cancel.WaitHandle.WaitOne(Pause);
            }
            catch (NpgsqlException fault)
            {
                throw PostgresFault.Of(engine.Address, fault);
            }
            catch (DamagedRowException fault)
            {
                throw engine.Unreadable(fault);
            }
        }
    }
}
