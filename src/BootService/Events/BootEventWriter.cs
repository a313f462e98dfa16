using System.Collections.Immutable;
using System.Threading.Channels;
using BootService.Commands.Ports;
using BootService.Core.Events;
using BootService.Core.Stores;

namespace BootService.Events;

/// <summary>Takes events from the servers and hands them on: to subscribers and timelines at once, to the disk in batches.</summary>
/// <remarks>Events are a record of what happened, not a promise: those of the last <see cref="SaveEvery"/> are lost when the power fails. What must survive is committed by the appliance's writer.</remarks>
/// <param name="store">Where events are kept.</param>
/// <param name="time">Measures how long a batch gathers.</param>
/// <param name="log">The log.</param>
internal sealed partial class BootEventWriter(IBootEventStore store, TimeProvider time, ILogger<BootEventWriter> log) : IBootEvents, IBootEventFeed, IHostedService
{
    /// <summary>How many events can wait to be handed on.</summary>
    public const int MostWaiting = 8192;

    private const int MostPerBatch = 1024;
    private const int MostHeld = 4096;

    /// <summary>How long events gather before they are saved: a boot storm costs ten syncs of the disk a second, not hundreds.</summary>
    public static readonly TimeSpan SaveEvery = TimeSpan.FromMilliseconds(100);

    private readonly Channel<BootEvent> _posted = WithRoomMade();
    private readonly EventSubscribers _subscribers = new();
    private readonly RecentEvents _recent = new();
    private readonly List<BootEvent> _unsaved = new(MostPerBatch);
    private Task _work = Task.CompletedTask;
    private long _dropped;
    private volatile BootEvent[] _held = [];
    private bool _failing;

    /// <summary>Events that found no room, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Events that wait to be handed on.</summary>
    public int Waiting => _posted.Reader.Count;

    /// <summary>Events that were given up because they could not be saved for long, since the start.</summary>
    public long Unsaved { get; private set; }

    /// <summary>Events that could not be saved so far, as while the disk is full, oldest first. They are saved with the next that can be.</summary>
    public IReadOnlyList<BootEvent> Held => _held;

    public void Post(in BootEvent happened)
    {
        if (!_posted.Writer.TryWrite(happened))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BootEvent> Subscribe(CancellationToken cancel) => _subscribers.Subscribe(cancel);

    /// <summary>The last events of a host since the daemon started, oldest first; of all unknown machines for null. At most <see cref="RecentEvents.Kept"/>.</summary>
    public ImmutableArray<BootEvent> Recent(string? host) => _recent.Of(host);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.Run(WorkAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Saves what was posted before, drops what comes after.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _posted.Writer.TryComplete();
        return _work.WaitAsync(cancellationToken);
    }

    private async Task WorkAsync()
    {
        var more = _posted.Reader.WaitToReadAsync().AsTask();
        Task? due = null;
        while (true)
        {
            await Task.WhenAny(more, due ?? more);
            if (more.IsCompleted)
            {
                if (!await more)
                {
                    break;
                }

                due ??= Task.Delay(SaveEvery, time);
                HandOn();
                more = _posted.Reader.WaitToReadAsync().AsTask();
            }

            if (due is { IsCompleted: true } || _unsaved.Count == MostPerBatch)
            {
                await SaveAsync();
                due = null;
            }
        }

        await SaveAsync();
        _subscribers.Complete();
    }

    private void HandOn()
    {
        while (_unsaved.Count < MostPerBatch && _posted.Reader.TryRead(out var happened))
        {
            _recent.Add(happened);
            _subscribers.Publish(happened);
            _unsaved.Add(happened);
        }
    }

    private async Task SaveAsync()
    {
        var batch = _held.Length == 0 ? _unsaved : [.. _held, .. _unsaved];
        try
        {
            if (batch.Count > 0)
            {
                await store.AppendAsync(batch, CancellationToken.None);
            }

            (_held, _failing) = ([], false);
        }
        catch (Exception fault)
        {
            _held = [.. batch.Skip(batch.Count - MostHeld)];
            Unsaved += batch.Count - _held.Length;
            if (!_failing)
            {
                LogNotSaved(fault.Message);
            }

            _failing = true;
        }

        _unsaved.Clear();
    }

    // A channel's queue grows as it is used. Grown to its end once, here, it never does so on a packet's path.
    private static Channel<BootEvent> WithRoomMade()
    {
        var channel = Channel.CreateBounded<BootEvent>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        while (channel.Writer.TryWrite(default))
        {
        }

        while (channel.Reader.TryRead(out _))
        {
        }

        return channel;
    }

    [LoggerMessage(EventId = 510, Level = LogLevel.Warning, Message = "Boot events are shown but not kept: {Fault}")]
    private partial void LogNotSaved(string fault);
}
