using BootService.Core.Stores;
using BootService.Storage.Stores;
using Microsoft.Data.Sqlite;

namespace BootService.Storage;

/// <summary>The appliance's database, open: the stores over the one file <c>bootservice.db</c>.</summary>
public sealed class BootDatabase : IDisposable
{
    private readonly DataFolder _folder;
    private readonly ReadConnections _readers;
    private readonly SqliteApplianceStore _appliance;
    private readonly SqliteBootEventStore _events;

    private BootDatabase(DataFolder folder, WriteConnection writer)
    {
        _folder = folder;
        Writer = writer;
        _readers = new ReadConnections(folder.File, writer.Vfs);
        _appliance = new SqliteApplianceStore(writer, _readers);
        _events = new SqliteBootEventStore(writer, _readers);
        Audit = new SqliteAuditStore(_readers);
        Backup = new DatabaseCopy(_readers, Path.GetDirectoryName(folder.File)!);
    }

    /// <summary>The database's full path.</summary>
    public string File => _folder.File;

    /// <summary>The inventory, the attempts and their kickstarts.</summary>
    public IApplianceStore Appliance => _appliance;

    /// <summary>The boot events.</summary>
    public IBootEventStore Events => _events;

    /// <summary>The log of changes.</summary>
    public IAuditStore Audit { get; }

    /// <summary>Copies of it while it is in use.</summary>
    public IBackup Backup { get; }

    internal WriteConnection Writer { get; }

    /// <summary>Opens the database of a folder: makes both where they are missing, closed to other users; claims them for this process; brings an older
    /// schema up to date, with a copy of the database as it was in <c>bootservice.db.before-{migration}</c>.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="mayBeNew">Whether a new database may be made beside leases and keys that an earlier daemon left there; a lost database is not a new one.</param>
    /// <exception cref="StorageException">The folder cannot be written or another process has it; the file is damaged, from a newer version or not ours; the disk is full.</exception>
    public static BootDatabase Open(string directory, bool mayBeNew = false)
    {
        var folder = DataFolder.Claim(directory, mayBeNew);
        WriteConnection? writer = null;
        try
        {
            writer = WriteConnection.Open(folder.File);
            SchemaUpgrade.Run(folder, writer.Connection);
            if (folder.Trace is { } trace && !mayBeNew && SchemaUpgrade.IsEmpty(writer.Connection))
            {
                throw DataFolder.Lost(folder.File, "holds nothing", trace);
            }

            return new BootDatabase(folder, writer);
        }
        catch (Exception fault)
        {
            writer?.Dispose();
            folder.Dispose();
            if (Explain(folder.File, fault) is { } sentence)
            {
                throw sentence;
            }

            throw;
        }
    }

    /// <summary>Why the database is kept in memory beside its file as long as this daemon runs, and no other program can read it meanwhile; null when it is not.</summary>
    public string? WhyAlone => Writer.WhyAlone;

    /// <summary>Reads every page and looks whether they fit together and hold what their columns allow. It takes a while, and nobody waits for it.</summary>
    /// <returns>What is wrong, a sentence with the remedy; null when nothing is.</returns>
    public string? Examine() => DamageSearch.Find(_readers, File);

    /// <summary>Closes it. What was acknowledged is on disk whether or not this is called.</summary>
    public void Dispose()
    {
        _appliance.Dispose();
        _events.Dispose();
        _readers.Dispose();
        Writer.Dispose();
        _folder.Dispose();
    }

    private static StorageException? Explain(string file, Exception fault) => fault switch
    {
        SqliteException sqlite => SqliteFault.Of(file, sqlite),
        IOException or UnauthorizedAccessException => new StorageException($"the database {file} cannot be copied aside before its schema is brought up to date ({fault.Message.TrimEnd('.')}): make room in its folder", fault),
        _ => null,
    };
}
