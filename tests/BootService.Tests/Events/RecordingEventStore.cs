using System.Collections.Immutable;
using System.Threading.Channels;
using BootService.Core.Events;
using BootService.Core.Stores;

namespace BootService.Tests.Events;

/// <summary>An event store that shows the test each batch, and fails while it is told to.</summary>
internal sealed class RecordingEventStore : IBootEventStore
{
    private readonly Channel<string[]> _batches = Channel.CreateUnbounded<string[]>();

    public bool Fails { get; set; }

    /// <summary>What is listed.</summary>
    public ImmutableArray<BootEvent> Kept { get; set; } = [];

    /// <summary>The next batch that was saved or refused, by what was done.</summary>
    public ValueTask<string[]> BatchAsync(CancellationToken cancel) => _batches.Reader.ReadAsync(cancel);

    public bool HasBatch => _batches.Reader.TryPeek(out _);

    public Task AppendAsync(IReadOnlyList<BootEvent> events, CancellationToken cancel)
    {
        _batches.Writer.TryWrite([.. events.Select(happened => happened.Name!)]);
        return Fails ? throw new Storage.StorageException("no space left") : Task.CompletedTask;
    }

    public Task<ImmutableArray<BootEvent>> ListAsync(IReadOnlyCollection<string> hosts, int most, CancellationToken cancel) =>
        Task.FromResult(Kept);
}
