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
        _readers = new ReadConnections(folder.File);
        _appliance = new SqliteApplianceStore(writer, _readers);
        _events = new SqliteBootEventStore(writer, _readers);
        Audit = new SqliteAuditStore(_readers);
    }

    /// <summary>The database's full path.</summary>
    public string File => _folder.File;

    /// <summary>The inventory, the attempts and their kickstarts.</summary>
    public IApplianceStore Appliance => _appliance;

    /// <summary>The boot events.</summary>
    public IBootEventStore Events => _events;

    /// <summary>The log of changes.</summary>
    public IAuditStore Audit { get; }

    internal WriteConnection Writer { get; }

    /// <summary>Opens the database of a folder: makes both where they are missing, closed to other users; claims them for this process; brings an older
    /// schema up to date, with a copy of the database as it was in <c>bootservice.db.before-{migration}</c>.</summary>
    /// <param name="directory">The data directory.</param>
    /// <exception cref="StorageException">The folder cannot be written or another process has it; the file is damaged, from a newer version or not ours; the disk is full.</exception>
    public static BootDatabase Open(string directory)
    {
        var folder = DataFolder.Claim(directory);
        WriteConnection? writer = null;
        try
        {
            writer = WriteConnection.Open(folder.File);
            SchemaUpgrade.Run(folder, writer.Connection);
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
