using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BootService.Core.Events;

namespace BootService.Events;

/// <summary>Those who watch events as they happen. Each has a buffer of its own: who does not keep up misses the oldest, and holds up nobody.</summary>
internal sealed class EventSubscribers
{
    /// <summary>How many events wait for one subscriber.</summary>
    public const int MostWaiting = 1024;

    private ImmutableArray<Channel<BootEvent>> _channels = [];

    /// <summary>Whether there is anybody.</summary>
    public bool IsAny => !_channels.IsEmpty;

    /// <summary>Everything that is published from now on, until the token is cancelled or <see cref="Complete"/> is called.</summary>
    public IAsyncEnumerable<BootEvent> Subscribe(CancellationToken cancel)
    {
        var channel = Channel.CreateBounded<BootEvent>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });
        ImmutableInterlocked.Update(ref _channels, channels => channels.Add(channel));

        // Also for a subscriber that never gets as far as reading.
        var end = cancel.Register(() => Remove(channel));
        return ReadAsync(channel, end, cancel);
    }

    /// <summary>Hands an event to every subscriber; called by one thread at a time.</summary>
    public void Publish(in BootEvent happened)
    {
        foreach (var channel in _channels)
        {
            channel.Writer.TryWrite(happened);
        }
    }

    /// <summary>Ends every stream once it is read to its end.</summary>
    public void Complete()
    {
        foreach (var channel in _channels)
        {
            channel.Writer.TryComplete();
        }
    }

    private async IAsyncEnumerable<BootEvent> ReadAsync(
        Channel<BootEvent> channel, CancellationTokenRegistration end, [EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            await foreach (var happened in channel.Reader.ReadAllAsync(cancel))
            {
                yield return happened;
            }
        }
        finally
        {
            await end.DisposeAsync();
            Remove(channel);
        }
    }

    private void Remove(Channel<BootEvent> channel)
    {
        ImmutableInterlocked.Update(ref _channels, channels => channels.Remove(channel));
        channel.Writer.TryComplete();
    }
}
