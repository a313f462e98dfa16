using System.Collections.Immutable;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Tests.Appliances;

/// <summary>A store whose commits wait until the test lets them through, and then fail if it says so.</summary>
internal sealed class GatedStore : IApplianceStore
{
    private readonly SemaphoreSlim _gate = new(0);
    private readonly SemaphoreSlim _arrived = new(0);

    /// <summary>The commits that were let through.</summary>
    public List<Change[]> Commits { get; } = [];

    /// <summary>What to throw instead of committing; null to commit.</summary>
    public Func<IReadOnlyList<Change>, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Completes when a commit has arrived at the gate.</summary>
    public Task ArrivedAsync(CancellationToken cancel) => _arrived.WaitAsync(cancel);

    public void LetThrough(int commits = 1) => _gate.Release(commits);

    public async Task CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel)
    {
        _arrived.Release();
        await _gate.WaitAsync(cancel);
        if (Fault(changes) is { } fault)
        {
            throw fault;
        }

        Commits.Add([.. changes]);
    }

    public Task<StoredState> LoadAsync(CancellationToken cancel) => Task.FromResult(new StoredState([], 0));

    public Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel) => Task.FromResult(ImmutableArray<FrozenAnswer>.Empty);

    public Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(HostName host, int most, CancellationToken cancel) =>
        Task.FromResult(ImmutableArray<InstallAttempt>.Empty);
}
