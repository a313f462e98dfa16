using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Storage.Sql;
using BootService.Storage.Stores;
using Microsoft.Data.Sqlite;

namespace BootService.Storage;

/// <summary>Copies of a database: made while it is in use, and looked at before they are believed.</summary>
/// <param name="folder">The folder of the database.</param>
/// <param name="into">Writes all there is into an empty file.</param>
internal sealed class DatabaseCopy(string folder, Action<string> into) : IBackup
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _one = new();

    public Task<BackupMade> BackupAsync(string? path, DateTimeOffset now, CancellationToken cancel) => Task.Run(
        () =>
        {
            // Two that are asked for in one second are two.
            lock (_one)
            {
                return Backup(path ?? NewName(now));
            }
        },
        cancel);

    /// <summary>Reads a copy whole.</summary>
    /// <returns>How many hosts are in it.</returns>
    /// <exception cref="StorageException">It is damaged, from a newer version, or not ours.</exception>
    public static int Check(string file)
    {
        using var readers = new ReadConnections(file, vfs: null);
        if (DamageSearch.Find(readers, file) is { } damage)
        {
            throw damage;
        }

        return readers.Read(connection =>
        {
            SchemaUpgrade.CheckOurs((SqliteConnection)connection, file);
            return SchemaUpgrade.IsCurrent((SqliteConnection)connection)
                ? InventoryReader.Read(connection, SqliteDialect.Instance).OfType<Change.HostSet>().Count()
                : SchemaUpgrade.Hosts((SqliteConnection)connection);
        });
    }

    /// <summary>An empty file that only its owner can read.</summary>
    public static void MakeEmpty(string path) =>
        new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }).Dispose();

    /// <summary>Waits until a file is on disk.</summary>
    public static void Flush(string path)
    {
        using var written = File.OpenWrite(path);
        written.Flush(flushToDisk: true);
    }

    /// <summary>Writes all that a file of SQLite holds into an empty one.</summary>
    /// <remarks>VACUUM INTO reads one consistent state, the write-ahead log included; copying the file would not.</remarks>
    public static void Into(ReadConnections readers, string copy) => readers.Ask(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $1";
        command.Parameters.AddWithValue("$1", copy);
        command.CommandTimeout = 0;
        try
        {
            return command.ExecuteNonQuery();
        }
        catch (SqliteException fault) when (SqliteFault.IsOfWriting(fault))
        {
            throw SqliteFault.Of(copy, fault);
        }
    });

    private string NewName(DateTimeOffset now)
    {
        var backups = Path.Combine(folder, "backups");
        Directory.CreateDirectory(backups, OwnerOnly | UnixFileMode.UserExecute);
        var name = Path.Combine(backups, $"bootservice-{now.UtcDateTime:yyyyMMdd-HHmmss}");
        var free = $"{name}.db";
        for (var number = 2; File.Exists(free); number++)
        {
            free = $"{name}-{number}.db";
        }

        return free;
    }

    private BackupMade Backup(string path)
    {
        var draft = $"{path}.new";
        try
        {
            if (File.Exists(path) || Directory.Exists(path))
            {
                throw new RefusedException($"{path} is there already: name a file that is not, or remove it");
            }

            File.Delete(draft);
            MakeEmpty(draft);
            into(draft);
            var hosts = Check(draft);
            Flush(draft);
            File.Move(draft, path);
            return new BackupMade(path, new FileInfo(path).Length, hosts);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StorageException)
        {
            Discard(draft);
            throw new RefusedException($"no backup was made: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Removes what could not be finished.</summary>
    public static void Discard(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What could not be written cannot be removed either; the sentence names the folder.
        }
    }
}
