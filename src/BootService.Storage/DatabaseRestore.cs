using BootService.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace BootService.Storage;

/// <summary>Puts a copy in the place of the database while no daemon runs.</summary>
public static class DatabaseRestore
{
    /// <summary>Reads the copy whole, puts the database there is aside, and the copy in its place.</summary>
    /// <remarks>
    /// Who was set to install when the copy was made may have installed since: nothing of an older state may wipe a disk, so hosts come back to boot from
    /// theirs.
    /// </remarks>
    /// <param name="directory">The data directory.</param>
    /// <param name="copy">The copy; it stays as it is.</param>
    /// <param name="called">What sentences call the copy; null for its own name.</param>
    /// <returns>What was done, in sentences.</returns>
    /// <exception cref="StorageException">The copy is no good, a daemon is running, or the folder cannot be written. The database is as it was.</exception>
    public static string Run(string directory, string copy, string? called = null)
    {
        called ??= copy;
        if (!File.Exists(copy))
        {
            throw new StorageException($"there is no file {called} to restore from");
        }

        var hosts = Checked(copy, called);
        using var folder = DataFolder.Claim(directory, mayBeNew: true);
        var draft = $"{folder.File}.new";
        try
        {
            File.Delete(draft);
            DatabaseCopy.MakeEmpty(draft);
            using (var readers = new ReadConnections(copy, vfs: null))
            {
                // The disk of a frontend that broke may hold the newest changes in a file beside it, which no copying of the file itself would bring.
                DatabaseCopy.Into(readers, draft);
            }

            var disarmed = Disarm(draft);
            DatabaseCopy.Flush(draft);
            var aside = Aside(folder.File);
            File.Move(draft, folder.File, overwrite: true);
            return $"{folder.File} is what {called} holds: {hosts} hosts"
                + (disarmed > 0 ? $", {disarmed} of them set to install then and not any more" : string.Empty)
                + (aside is null ? string.Empty : $"; the database before lies aside as {aside}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SqliteException or StorageException)
        {
            DatabaseCopy.Discard(draft);
            throw new StorageException(
                $"{called} could not be put into {directory} ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}); make room there, and let this user write",
                fault);
        }
    }

    private static int Checked(string copy, string called)
    {
        try
        {
            return DatabaseCopy.Check(copy);
        }
        catch (StorageException fault)
        {
            throw new StorageException($"{called} is not restored: {(fault.OfCopy is { } it ? $"it {it}" : fault.Message)}", fault);
        }
    }

    private static long Disarm(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE";
        command.ExecuteNonQuery();
        using var session = new SqliteSession(connection);
        return Disarming.Run(session, "the database was restored from a copy");
    }

    private static string? Aside(string file)
    {
        if (new FileInfo(file) is { Exists: false } or { Length: 0 })
        {
            return null;
        }

        var aside = Enumerable.Range(1, int.MaxValue).Select(number => $"{file}.replaced-{number}").First(name => !File.Exists(name));

        // The database first: a log without one is told of at the next start, and a database without its log begins without its newest changes.
        foreach (var end in (string[])[string.Empty, "-wal", "-shm"])
        {
            if (File.Exists(file + end))
            {
                File.Move(file + end, aside + end);
            }
        }

        return aside;
    }
}
