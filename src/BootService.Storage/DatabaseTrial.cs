using BootService.Core.Inventories;

namespace BootService.Storage;

/// <summary>What a start would find in the place of the database, and do to it.</summary>
/// <param name="Place">The database.</param>
/// <param name="Pending">The migrations that would run, oldest first.</param>
/// <param name="Stored">What is stored, as this version reads it; null where a start would make a new database.</param>
public sealed record DatabaseOutlook(string Place, IReadOnlyList<string> Pending, IReadOnlyList<Change>? Stored)
{
    /// <summary>The copy of the database as it is that would be kept; null for none.</summary>
    public string? KeptAs { get; init; }
}

/// <summary>Tries a start on a copy of the database, whether or not a daemon is running; nothing in the data directory is changed.</summary>
public static class DatabaseTrial
{
    /// <summary>Copies the database into a folder of its own, brings the copy up to date and reads it.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="StorageException">A start would end with this sentence.</exception>
    public static async Task<DatabaseOutlook> RunAsync(string directory, CancellationToken cancel)
    {
        var file = Path.Combine(Path.GetFullPath(directory), DataFolder.Database);
        if (new FileInfo(file) is { Exists: false } or { Length: 0 })
        {
            return DataFolder.TraceIn(directory) is { } trace
                ? throw DataFolder.Lost(file, File.Exists(file) ? "is empty" : "is gone", trace)
                : new DatabaseOutlook(file, [], Stored: null);
        }

        var pending = Pending(file);
        var scratch = Directory.CreateTempSubdirectory("bootservice-check-");
        try
        {
            Copy(file, Path.Combine(scratch.FullName, DataFolder.Database));
            using var database = BootDatabase.Open(scratch.FullName);
            return new DatabaseOutlook(
                file, pending, (await database.Appliance.LoadAsync(cancel)).Changes)
            { KeptAs = pending.Count > 0 ? $"{file}.before-{pending[0]}" : null };
        }
        catch (StorageException fault)
        {
            throw new StorageException(WithPlace(fault, scratch.FullName, file), fault);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string> Pending(string file)
    {
        using var readers = new ReadConnections(file, vfs: null);
        return DamageSearch.Find(readers, file) is { } damage
            ? throw damage
            : readers.Read(connection => SchemaUpgrade.Pending(connection, file));
    }

    private static void Copy(string file, string copy)
    {
        using var readers = new ReadConnections(file, vfs: null);
        DatabaseCopy.MakeEmpty(copy);
        DatabaseCopy.Into(readers, copy);
    }

    /// <summary>The copy that was tried is nobody's: its place is said as the original's.</summary>
    private static string WithPlace(Exception fault, string scratch, string file)
    {
        var sentence = fault.Message;
        return sentence.Replace(scratch, Path.GetDirectoryName(file), StringComparison.Ordinal);
    }
}
