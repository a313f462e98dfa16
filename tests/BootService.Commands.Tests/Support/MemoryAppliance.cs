using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Protocols.Net;

namespace BootService.Commands.Tests.Support;

/// <summary>The appliance without a disk: one writer, one snapshot.</summary>
internal sealed class MemoryAppliance : IAppliance
{
    private readonly Lock _writer = new();

    public MemoryAppliance(params Change[] changes) => Current = Inventory.Empty(Frontend).With(changes);

    public static Frontend Frontend { get; } = new(
        "frontend", "cluster.example", "eth1", MacAddress.Parse("52:54:00:00:00:01"), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80);

    public Inventory Current { get; private set; }

    /// <summary>How many commits changed anything.</summary>
    public int Commits { get; private set; }

    /// <summary>Makes changes past the verbs.</summary>
    public void Commit(IEnumerable<Change> changes) => Current = Current.With(changes);

    public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel)
    {
        lock (_writer)
        {
            var (answer, changes) = propose(Current);
            if (!changes.IsEmpty)
            {
                Current = Current.With(changes);
                Commits++;
            }

            return Task.FromResult(answer);
        }
    }
}
