using System.Collections.Immutable;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Storage.Stores;

/// <summary>The appliance's state in a database that nobody else writes.</summary>
internal sealed class ApplianceStore(Engine engine) : IApplianceStore
{
    private const int MostQueued = 250;

    private readonly RowWriter _rows = new(MostQueued);

    public Task<StoredState> LoadAsync(CancellationToken cancel) =>
        Task.Run(() => engine.Read(connection => new StoredState(InventoryReader.Read(connection, engine.Dialect), Version: 0)), cancel);

    public Task CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel) =>
        engine.WriteAsync(session => _rows.WriteLawfully(engine.Dialect, engine.Kept, session, changes, log), cancel);

    public Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel) => engine.ListAnswersAsync(attempt, cancel);

    public Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(HostName host, int most, CancellationToken cancel) =>
        engine.ListAttemptsAsync(host, most, cancel);
}
