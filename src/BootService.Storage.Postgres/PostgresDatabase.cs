using BootService.Core.Stores;
using BootService.Storage.Stores;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>The stores over a database of PostgreSQL.</summary>
public sealed class PostgresDatabase : BootDatabase
{
    private readonly DataFolder _folder;
    private readonly DatabaseClaim _claim;
    private readonly PostgresEngine _engine;

    private PostgresDatabase(DataFolder folder, PostgresEngine engine, DatabaseClaim claim, FrontendOfDatabase frontend)
    {
        _folder = folder;
        _claim = claim;
        _engine = engine;
        Store = new PostgresStore(engine, frontend, claim);
        Sites = new PostgresSites(engine, frontend.Name);
        Pallets = new PostgresPallets(engine);
        Events = new BootEventStore(engine, new NumberedEvents(engine, frontend.Name).Row);
        Audit = new AuditStore(engine);
        Backup = new PostgresCopy(engine, Path.GetDirectoryName(folder.File)!);
    }

    /// <inheritdoc/>
    public override string Place => _engine.Address.Place;

    /// <inheritdoc/>
    public override IApplianceStore Appliance => Store;

    /// <inheritdoc/>
    public override ISharedStore Shared => Store;

    /// <inheritdoc/>
    public override ISharedSites Sites { get; }

    /// <inheritdoc/>
    public override ISharedPallets Pallets { get; }

    /// <inheritdoc/>
    public override IBootEventStore Events { get; }

    /// <inheritdoc/>
    public override IAuditStore Audit { get; }

    /// <inheritdoc/>
    public override IBackup Backup { get; }

    internal override Engine Engine => _engine;

    internal PostgresStore Store { get; }

    /// <summary>
    /// Opens the database: makes its schema where there is none, or brings an older one up to date. The data directory is claimed as ever: leases and keys are
    /// in it.
    /// </summary>
    /// <param name="address">Where it is.</param>
    /// <param name="directory">The data directory.</param>
    /// <param name="frontend">Who this frontend is among those that share the database.</param>
    /// <param name="isAlone">Whether no other daemon may use it.</param>
    /// <exception cref="StorageException">It cannot be reached or used, or another process has it or the data directory.</exception>
    public static PostgresDatabase Open(PostgresAddress address, string directory, FrontendOfDatabase frontend, bool isAlone = false)
    {
        ArgumentNullException.ThrowIfNull(address);
        var folder = DataFolder.ClaimOnly(directory);
        PostgresEngine? engine = null;
        try
        {
            engine = new PostgresEngine(address, frontend.Name);
            PostgresSchema.Run(engine);
            return new PostgresDatabase(folder, engine, DatabaseClaim.Of(engine, isAlone ? null : frontend.Name), frontend);
        }
        catch (Exception fault)
        {
            engine?.Dispose();
            folder.Dispose();
            if (fault is NpgsqlException || PostgresFault.IsOfConnection(fault))
            {
                throw PostgresFault.Of(address, fault);
            }

            throw;
        }
    }

    /// <summary>Reads the whole state: whether its pages are whole the server looks itself, where it has checksums.</summary>
    public override string? Examine()
    {
        try
        {
            Engine.Read(connection => InventoryReader.Read(connection, Engine.Dialect).Count);
            return null;
        }
        catch (StorageException fault)
        {
            return fault.Message;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _claim.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }
}
