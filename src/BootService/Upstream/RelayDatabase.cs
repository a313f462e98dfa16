using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Stores;
using BootService.Storage;

namespace BootService.Upstream;

/// <summary>What a relay has in the place of a database.</summary>
internal sealed class RelayDatabase : BootDatabase, IAuditStore, IBackup
{
    private readonly RelayState _state;

    /// <summary>Makes ready; nobody is asked yet.</summary>
    /// <param name="line">The way to the frontends.</param>
    /// <param name="who">Who this relay is.</param>
    /// <param name="folder">The data directory.</param>
    /// <param name="time">The clock.</param>
    public RelayDatabase(UpstreamLine line, RelayIdentity who, string folder, TimeProvider time)
    {
        (Line, Who) = (line, who);
        Cache = new RelayCache(folder, time);
        _state = new RelayState(line, who, Cache, time);
        Events = new RelayEvents(line);
    }

    /// <summary>The way to the frontends.</summary>
    public UpstreamLine Line { get; }

    /// <summary>Who this relay is.</summary>
    public RelayIdentity Who { get; }

    /// <summary>What it knew when it last heard of it.</summary>
    public RelayCache Cache { get; }

    /// <summary>What it knows.</summary>
    public RelayState State => _state;

    /// <inheritdoc/>
    public override string Place => Line.All;

    /// <inheritdoc/>
    public override IApplianceStore Appliance => _state;

    /// <inheritdoc/>
    public override ISharedStore Shared => _state;

    /// <inheritdoc/>
    public override ISharedPallets Pallets => _state;

    /// <inheritdoc/>
    public override IBootEventStore Events { get; }

    /// <inheritdoc/>
    public override IAuditStore Audit => this;

    /// <inheritdoc/>
    public override IBackup Backup => this;

    /// <summary>There is nothing here that could be damaged.</summary>
    public override string? Examine() => null;

    /// <inheritdoc/>
    public Task<ImmutableArray<AuditedLine>> ListAuditAsync(IReadOnlyCollection<string> things, int most, CancellationToken cancel) =>
        throw new RefusedException($"a relay keeps no log of changes: ask a frontend ({Line.All})");

    /// <inheritdoc/>
    public Task<UndoableChange?> FindUndoAsync(long? change, CancellationToken cancel) => Task.FromResult<UndoableChange?>(null);

    /// <inheritdoc/>
    public Task<AuditedLine?> FindLastingAsync(long change, CancellationToken cancel) => Task.FromResult<AuditedLine?>(null);

    /// <inheritdoc/>
    public Task<BackupMade> BackupAsync(string? path, DateTimeOffset now, CancellationToken cancel) =>
        throw new RefusedException($"a relay has nothing to keep: make backups at a frontend ({Line.All})");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Line.Dispose();
}
