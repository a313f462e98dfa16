using BootService.Core.Stores;
using BootService.Storage.Sql;

namespace BootService.Storage;

/// <summary>Copies everything stored, wherever it is, into a new file of SQLite.</summary>
public static class FileMove
{
    /// <summary>What attempts say that were ended in a copy.</summary>
    internal const string Why = "the database was copied into another one";

    /// <summary>Makes the file.</summary>
    /// <param name="from">What is stored.</param>
    /// <param name="path">The full path of a file that is not there yet.</param>
    /// <exception cref="StorageException">It is there, or cannot be written.</exception>
    public static DatabaseMoved Run(BootDatabase from, string path)
    {
        ArgumentNullException.ThrowIfNull(from);
        var draft = $"{path}.new";
        try
        {
            if (File.Exists(path) || Directory.Exists(path))
            {
                throw new StorageException($"{path} is there already: name a file that is not, or remove it");
            }

            File.Delete(draft);
            DatabaseCopy.MakeEmpty(draft);
            var moved = from.Engine.Read(connection => SqliteFile.Make(draft, session =>
                new DatabaseMoved(path, TableCopy.Run(connection, from.Engine.Dialect, session), Disarming.Run(session, Why))));
            DatabaseCopy.Check(draft);
            DatabaseCopy.Flush(draft);
            File.Move(draft, path);
            return moved;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StorageException)
        {
            DatabaseCopy.Discard(draft);
            throw new StorageException($"nothing was copied: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}", fault);
        }
    }
}
