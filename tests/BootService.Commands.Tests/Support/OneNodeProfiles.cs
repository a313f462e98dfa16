using System.Collections.Immutable;
using System.Text;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Installers;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Profiles;
using BootService.Core.Stores;

namespace BootService.Commands.Tests.Support;

/// <summary>Profiles of one node, <c>backend</c>, without a disk.</summary>
/// <param name="broken">Hosts that have no profile, and why.</param>
internal sealed class OneNodeProfiles(IReadOnlyDictionary<string, string> broken) : IProfiles, IApplianceStore
{
    private static readonly ProfileTemplates Backend = ProfileTemplates.Compile(
        [new NodeLibrary(
            "bootfiles", [new NodeDocument("backend", "nodes/backend.xml", "1", "<kickstart><main><lang>&hostname;</lang></main></kickstart>"u8.ToArray())], [],
            [])]);

    public IProfileSources Look(Inventory inventory, bool mayRun) => new Sources(inventory, broken);

    public Task<StoredState> LoadAsync(CancellationToken cancel) => throw new InvalidOperationException("no verb loads the state");

    public Task CommitAsync(IReadOnlyList<Change> changes, IEnumerable<AuditRecord> log, CancellationToken cancel) =>
        throw new InvalidOperationException("no verb goes past the one writer");

    public Task<ImmutableArray<FrozenAnswer>> ListAnswersAsync(long attempt, CancellationToken cancel) => Task.FromResult(ImmutableArray<FrozenAnswer>.Empty);

    /// <summary>In the place of a host's name: what follows is the graph of a cart that is not enabled.</summary>
    public const string NotEnabled = "cart";

    /// <summary>The attempts that are kept, of all hosts.</summary>
    public IReadOnlyList<InstallAttempt> Attempts { get; init; } = [];

    public Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(HostName host, int most, CancellationToken cancel) =>
        Task.FromResult<ImmutableArray<InstallAttempt>>(
            [.. Attempts.Where(attempt => attempt.Host == host).OrderByDescending(attempt => attempt.Id).Take(most)]);

    private sealed class Sources(Inventory inventory, IReadOnlyDictionary<string, string> broken) : IProfileSources
    {
        public ProfileTemplates Templates(string box) => Backend;

        public ProfileTemplates Everything() => broken.TryGetValue(NotEnabled, out var graph)
            ? ProfileTemplates.Compile(
                [new NodeLibrary("carts", [], [new NodeDocument("graph", "carts/v/graph/cart-v.xml", "1", Encoding.UTF8.GetBytes(graph))], [])])
            : Backend;

        public ProfileRequest Preview(Host host) =>
            broken.TryGetValue(host.Name.ToString(), out var fault) ? throw new RefusedException(fault) : new ProfileRequest
            {
                Host = host.Name.ToString(),
                Root = "backend",
                Attributes = inventory.AttributesOf(host).Text,
                Release = "6.6",
                Installer = new Installer.Anaconda(AnacondaGeneration.El6),
                Frontend = "10.1.1.1",
            };
    }
}
