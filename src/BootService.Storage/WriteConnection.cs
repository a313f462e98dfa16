using BootService.Storage.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BootService.Storage;

/// <summary>The one connection that writes. SQLite has one writer at a time anyway; waiting for it here is a queue, waiting for it there is a poll.</summary>
internal sealed class WriteConnection : IDisposable
{
    /// <summary>How many pages the log takes before they are brought into the file, as many as SQLite itself would let it have.</summary>
    private const int MostLogged = 1000;

    // SQLITE_DBSTATUS_CACHE_WRITE (sqlite.org/c3ref/c_dbstatus_options.html)
    private const int PagesWritten = 9;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _file;
    private readonly SqliteSession _session;
    private Task _bringingIn = Task.CompletedTask;
    private int _logged;

    private WriteConnection(string file, SqliteConnection connection, string? vfs)
    {
        _file = file;
        Connection = connection;
        _session = new SqliteSession(connection);
        Vfs = vfs;
    }

    /// <summary>The way to the file that readers must take too; null for SQLite's usual one.</summary>
    public string? Vfs { get; }

    /// <summary>Why the usual way is not taken; null when it is.</summary>
    public string? WhyAlone { get; private init; }

    public SqliteConnection Connection { get; }

    /// <summary>
    /// Opens the file. On a full disk, where the index of the write-ahead log finds no room, it is kept in memory: nothing can be written then, but everything
    /// read.
    /// </summary>
    public static WriteConnection Open(string file)
    {
        try
        {
            return Open(file, vfs: null);
        }
        catch (SqliteException refused) when (SqliteFault.IsIndexRefused(refused))
        {
            // sqlite.org/vfs.html: unix-excl keeps the index on the heap, for the connections of one process.
            return Open(file, "unix-excl");
        }
    }

    private static WriteConnection Open(string file, string? vfs)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = 5,
            Vfs = vfs,
        }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();

            // FULL: a commit is on the disk when it returns (NORMAL may lose the last ones when the power fails). What SQLite does by itself within the commit
            // that makes its log long is done after it here: whoever made that one need not wait for it.
            command.CommandText = """
                PRAGMA busy_timeout = 5000;
                PRAGMA synchronous = FULL;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA journal_mode = WAL;
                """;
            var mode = command.ExecuteScalar() as string;
            command.CommandText = "PRAGMA journal_mode";
            mode = command.ExecuteScalar() as string;
            return mode == "wal"
                ? new WriteConnection(file, connection, vfs) { WhyAlone = vfs is null ? null : "there is no room on its disk" }
                : throw new StorageException($"the database {file} cannot keep a write-ahead log where it is: set DataDirectory to a folder on a local disk");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Does the work in one transaction. When it returns, all of it is on disk; when it throws, none of it is.</summary>
    /// <exception cref="StorageException">The disk or the file does not allow it.</exception>
    public async Task WriteAsync(Action<IRowSession> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            using var transaction = Connection.BeginTransaction(deferred: false);
            work(_session);
            transaction.Commit();
            CountLogged();
        }
        catch (SqliteException fault)
        {
            throw SqliteFault.Of(_file, fault);
        }
        finally
        {
            _turn.Release();
        }
    }

    // Within the turn.
    private void CountLogged()
    {
        _ = raw.sqlite3_db_status(Connection.Handle, PagesWritten, out var written, out _, resetFlg: 1);
        _logged += written;
        if (_logged >= MostLogged && _bringingIn.IsCompleted)
        {
            _bringingIn = Task.Run(BringInAsync);
        }
    }

    private async Task BringInAsync()
    {
        await _turn.WaitAsync();
        try
        {
            using var command = Connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
            _logged = 0;
        }
        catch (SqliteException)
        {
            // What is committed is safe in the log, and there is room for it or not: the next commit tries again, and says so if it cannot be written itself.
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _bringingIn.GetAwaiter().GetResult();
        _session.Dispose();
        Connection.Dispose();
        _turn.Dispose();
    }
}
