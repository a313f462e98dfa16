using BootService.Core.Stores;
using BootService.Storage.Stores;
using Microsoft.Data.Sqlite;

namespace BootService.Storage;

/// <summary>The stores over the one file <c>bootservice.db</c> of a folder.</summary>
internal sealed class SqliteDatabase : BootDatabase
{
    private readonly DataFolder _folder;
    private readonly ReadConnections _readers;

    private SqliteDatabase(DataFolder folder, WriteConnection writer)
    {
        _folder = folder;
        Writer = writer;
        _readers = new ReadConnections(folder.File, writer.Vfs);
        Engine = new SqliteEngine(writer, _readers);
        Appliance = new ApplianceStore(Engine);
        Events = new BootEventStore(Engine);
        Audit = new AuditStore(Engine);
        Backup = new DatabaseCopy(Path.GetDirectoryName(folder.File)!, draft => DatabaseCopy.Into(_readers, draft));
    }

    public override string Place => _folder.File;

    public override IApplianceStore Appliance { get; }

    public override IBootEventStore Events { get; }

    public override IAuditStore Audit { get; }

    public override IBackup Backup { get; }

    public override string? WhyAlone => Writer.WhyAlone;

    internal WriteConnection Writer { get; }

    internal override Engine Engine { get; }

    /// <summary>Opens the database of a folder: makes both where they are missing, closed to other users; claims them for this process; brings an older
    /// schema up to date, with a copy of the database as it was in <c>bootservice.db.before-{migration}</c>.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="mayBeNew">Whether a new database may be made beside leases and keys that an earlier daemon left there; a lost database is not a new
    /// one.</param>
    /// <exception cref="StorageException">The folder cannot be written or another process has it; the file is damaged, from a newer version or not ours; the
    /// disk is full.</exception>
    public static new SqliteDatabase Open(string directory, bool mayBeNew = false)
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

            return new SqliteDatabase(folder, writer);
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

    /// <summary>Reads every page and looks whether they fit together and hold what their columns allow.</summary>
    public override string? Examine() => DamageSearch.Find(_readers, Place)?.Message;

    protected override void Dispose(bool disposing)
    {
        _readers.Dispose();
        Writer.Dispose();
        _folder.Dispose();
    }

    private static StorageException? Explain(string file, Exception fault) => fault switch
    {
        SqliteException sqlite => SqliteFault.Of(file, sqlite),
        IOException or UnauthorizedAccessException =>
            new StorageException(
                $"the database {file} cannot be copied aside before its schema is brought up to date ({fault.Message.TrimEnd('.')}): make room in its folder",
                fault),
        _ => null,
    };
}
