using BootService.Core.Stored;
using BootService.Core.Stores;

namespace BootService.Storage;

/// <summary>The appliance's database, open: the stores over it.</summary>
public abstract class BootDatabase : IDisposable
{
    /// <summary>Where it is, as sentences name it.</summary>
    public abstract string Place { get; }

    /// <summary>The inventory, the attempts and their kickstarts.</summary>
    public abstract IApplianceStore Appliance { get; }

    /// <summary>What others committed; null where nobody else can.</summary>
    public virtual ISharedStore? Shared => null;

    /// <summary>The files of the site that others have; null where nobody else can use the database.</summary>
    public virtual ISharedSites? Sites => null;

    /// <summary>What lies in pallets; null where nobody else can use the database.</summary>
    public virtual ISharedPallets? Pallets => null;

    /// <summary>The boot events.</summary>
    public abstract IBootEventStore Events { get; }

    /// <summary>The log of changes.</summary>
    public abstract IAuditStore Audit { get; }

    /// <summary>Copies of it while it is in use.</summary>
    public abstract IBackup Backup { get; }

    /// <summary>
    /// Why the database is kept in memory beside its file as long as this daemon runs, and no other program can read it meanwhile; null when it is not.
    /// </summary>
    public virtual string? WhyAlone => null;

    /// <summary>How many rows are kept of what would grow without end; set it before anything is written.</summary>
    public KeptRows Kept
    {
        get => Engine.Kept;
        set => Engine.Kept = value;
    }

    /// <summary>How it is read and written, where it is one of SQL.</summary>
    internal virtual Engine Engine => throw new InvalidOperationException($"{Place} is no database of SQL");

    /// <summary>Reads all there is to read and looks whether it fits together. It takes a while, and nobody waits for it.</summary>
    /// <returns>What is wrong, a sentence with the remedy; null when nothing is.</returns>
    public abstract string? Examine();

    /// <summary>Opens the database of a folder, SQLite's.</summary>
    /// <inheritdoc cref="SqliteDatabase.Open"/>
    public static BootDatabase Open(string directory, bool mayBeNew = false) => SqliteDatabase.Open(directory, mayBeNew);

    /// <summary>Closes it. What was acknowledged is on disk whether or not this is called.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what is open.</summary>
    /// <param name="disposing">True; nothing here needs a finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
