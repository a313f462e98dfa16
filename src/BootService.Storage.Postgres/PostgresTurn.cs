using System.Data;
using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>A turn: a transaction that holds the row of the state's version.</summary>
internal sealed class PostgresTurn : IStoreTurn, IDisposable
{
    private readonly PostgresEngine _engine;
    private readonly PostgresStore _store;
    private readonly CommitLog _log;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly long _version;

    private PostgresTurn(PostgresEngine engine, PostgresStore store, CommitLog log, NpgsqlConnection connection, NpgsqlTransaction transaction, long? known)
    {
        (_engine, _store, _log, _connection, _transaction) = (engine, store, log, connection, transaction);
        _version = CommitLog.Hold(connection);
        Missed = known is { } version ? log.Since(connection, version, _version) : null;
    }

    public Missed? Missed { get; }

    /// <summary>What ends the transaction; tests lose its answer.</summary>
    internal Action<NpgsqlConnection>? Ending { get; set; }

    /// <summary>Waits for the turn on a connection of its own.</summary>
    /// <param name="engine">Where.</param>
    /// <param name="store">Whose.</param>
    /// <param name="log">The commits.</param>
    /// <param name="known">The version that is known; null when what was missed is of no interest.</param>
    /// <exception cref="NpgsqlException">There is no getting to it.</exception>
    public static PostgresTurn Begin(PostgresEngine engine, PostgresStore store, CommitLog log, long? known)
    {
        var connection = engine.Open();
        try
        {
            return new PostgresTurn(engine, store, log, connection, connection.BeginTransaction(), known);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The version that a commit made; null when it was not made.</summary>
    public long? VersionOf(Guid id) => CommitLog.VersionOf(_connection, id);

    public Task<long> CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel) =>
        Task.Run(() => Commit(changes, log), CancellationToken.None);

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    // The provider looks after its connections, and may know before us that one is gone.
    private bool IsOpen => _connection.FullState.HasFlag(ConnectionState.Open) && !_connection.FullState.HasFlag(ConnectionState.Broken);

    private long Commit(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log)
    {
        var id = Guid.NewGuid();
        var told = Task.Run(() => CommitLog.Told(changes));
        try
        {
            using var session = new PostgresSession(_connection, _transaction);
            _log.Rows.WriteLawfully(PostgresDialect.Instance, _engine.Kept, session, changes, log);
            _log.Write(session, _version + 1, id, told.GetAwaiter().GetResult());
            session.Finish();
        }
        catch (Exception fault) when (PostgresFault.IsOfConnection(fault) || (fault is InvalidOperationException && !IsOpen))
        {
            _engine.Forget();
            throw new TurnLostException(PostgresFault.Sentence(_engine.Address, fault), fault);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresFault.Of(_engine.Address, fault);
        }

        return End(id);
    }

    private long End(Guid id)
    {
        try
        {
            if (Ending is { } ending)
            {
                ending(_connection);
            }

            if (!PostgresEngine.Commit(_connection, _transaction))
            {
                throw Unconfirmed();
            }
        }
        catch (PostgresException refused) when (!PostgresFault.IsOfConnection(refused))
        {
            throw PostgresFault.Of(_engine.Address, refused);
        }
        catch (Exception lost) when (PostgresFault.IsOfConnection(lost) || (lost is InvalidOperationException && !IsOpen))
        {
            // The server may have made it and lost only its answer, or be at it still.
            Dispose();
            _engine.Forget();
            if (_store.Find(id, lost) is null)
            {
                throw new TurnLostException(PostgresFault.Sentence(_engine.Address, lost), lost);
            }

            // Who gives up waiting for the answer ends the server's own wait for its standby: that the commit is there says nothing of the standby then.
            if (_engine.WaitsForStandby())
            {
                throw Unconfirmed();
            }
        }

        _log.Learn(_version + 1, id);
        return _version + 1;
    }

    private OutcomeUnknownException Unconfirmed() => new(
        $"it is not known whether the change will last: the database {_engine.Address.Place} has it and its standby has not confirmed it; look when both are "
            + "back");
}
