using System.Data;
using System.Data.Common;
using BootService.Storage.Sql;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>Connections to PostgreSQL. Each has to the server what keeps one frontend from holding up the others for long.</summary>
internal sealed class PostgresEngine : Engine, IDisposable
{
    // What a connection is told as it begins, so that no reset takes it away: nobody waits long for a lock, and who stands still in his turn loses it.
    private const string Options =
        "-c lock_timeout=5s -c idle_in_transaction_session_timeout=5s -c statement_timeout=60s -c client_connection_check_interval=2s";

    // Longer than a lock is waited for. What takes more says so itself.
    private const int AnswerWithinSeconds = 8;

    private readonly NpgsqlDataSource _source;

    public PostgresEngine(PostgresAddress address, string name)
    {
        Address = address;
        var way = new NpgsqlConnectionStringBuilder(address.Way.ConnectionString)
        {
            ApplicationName = $"bootservice {name}",
            Options = $"{Options} {address.Way.Options}".TrimEnd(),
            NoResetOnClose = true,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 3,
            CommandTimeout = AnswerWithinSeconds,

            CancellationTimeout = 2000,

            IncludeErrorDetail = false,
            HostRecheckSeconds = 1,
        };
        if (!way.Host!.Contains('/', StringComparison.Ordinal))
        {
            // The kernel's, not the provider's: a statement of its own each few seconds would keep a turn alive in which nobody does anything.
            (way.TcpKeepAlive, way.TcpKeepAliveTime, way.TcpKeepAliveInterval) = (true, 5, 2);
        }

        way.Timeout = Math.Min(way.Timeout, 5);
        var builder = new NpgsqlDataSourceBuilder(way.ConnectionString);
        builder.UsePasswordProvider(_ => address.Password() ?? string.Empty, (_, _) => ValueTask.FromResult(address.Password() ?? string.Empty));
        builder.UsePhysicalConnectionInitializer(Begin, connection => Task.Run(() => Begin(connection)));
        _source = way.Host.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
    }

    /// <summary>Where the database is.</summary>
    public PostgresAddress Address { get; }

    public override Dialect Dialect => PostgresDialect.Instance;

    /// <summary>A connection from the pool, open.</summary>
    public NpgsqlConnection Open() => _source.OpenConnection();

    /// <summary>Forgets connections that are not in use: after one broke the others are no better.</summary>
    public void Forget() => _source.Clear();

    public override T Read<T>(Func<DbConnection, T> question) => Repeated(() =>
    {
        using var connection = Open();
        using var moment = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        var answer = question(connection);
        moment.Commit();
        return answer;
    });

    /// <summary>Rows whose loss nobody was promised against; the appliance's state goes by <see cref="PostgresTurn"/>.</summary>
    public override Task WriteAsync(Action<IRowSession> work, CancellationToken cancel) => Task.Run(
        () => Repeated(() =>
        {
            using var connection = Open();
            using var transaction = connection.BeginTransaction();
            using var session = new PostgresSession(connection, transaction);
            work(session);
            session.Finish();
            transaction.Commit();
            return true;
        }),
        cancel);

    /// <summary>Does the work in one transaction, on the caller's thread. When it returns, all of it is on the server's disk.</summary>
    /// <exception cref="StorageException">The server does not allow it, or cannot be reached.</exception>
    public T Write<T>(Func<NpgsqlConnection, T> work) => Repeated(() =>
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        var answer = work(connection);
        return Commit(connection, transaction) ? answer : throw new StorageException($"the database {Address.Place} has no word of its standby: look at it");
    });

    /// <summary>Ends a transaction.</summary>
    /// <returns>
    /// False when the server has made it and gave up waiting for its standby, which it says in a warning only (01000 when we were tired of waiting, 57P01 when
    /// it is being stopped): it is lost if another server takes its place now.
    /// </returns>
    public static bool Commit(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        var isConfirmed = true;
        void Hear(object sender, NpgsqlNoticeEventArgs told) => isConfirmed &= told.Notice.SqlState is not ("01000" or "57014" or "57P01");
        connection.Notice += Hear;
        try
        {
            transaction.Commit();
            return isConfirmed;
        }
        finally
        {
            connection.Notice -= Hear;
        }
    }

    /// <summary>Whether the server acknowledges a commit only when a standby has it too.</summary>
    /// <exception cref="StorageException">The server cannot be reached.</exception>
    public bool WaitsForStandby() => Read(connection =>
    {
        using var asked = new NpgsqlCommand("SELECT current_setting('synchronous_standby_names') <> ''", (NpgsqlConnection)connection);
        return (bool)asked.ExecuteScalar()!;
    });

    /// <summary>What a row means that is none of ours: damage, unless a newer program has been here.</summary>
    public StorageException Unreadable(DamagedRowException fault)
    {
        using var connection = Open();
        return new StorageException(
            PostgresSchema.Newer(connection) is { } newer
                ? $"a newer bootservice (its schema is {newer}) has written into the database {Address.Place} what this one does not understand "
                    + $"({fault.Message}): bring this frontend to that version"
                : $"the database {Address.Place} is damaged ({fault.Message}): put the newest copy in its place",
            fault);
    }

    public void Dispose() => _source.Dispose();

    // A server that was restarted has left dead connections in the pool: once more, on a new one.
    private T Repeated<T>(Func<T> work)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return work();
            }
            catch (Exception fault) when (tried == 1 && PostgresFault.IsOfConnection(fault))
            {
                Forget();
            }
            catch (DamagedRowException fault)
            {
                throw Unreadable(fault);
            }
            catch (Exception fault) when (fault is DbException || PostgresFault.IsOfConnection(fault))
            {
                throw PostgresFault.Of(Address, fault);
            }
        }
    }

    /// <summary>What a server is not asked for is looked at once for each connection: that what it acknowledges is on its disk.</summary>
    private static void Begin(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "SELECT set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') = 'off' THEN 'on' ELSE "
                + "current_setting('synchronous_commit') END, false)", connection);
        command.ExecuteNonQuery();
    }
}
