using System.Collections.Immutable;
using System.Threading.Channels;
using BootService.Commands.Ports;
using BootService.Core.Events;
using BootService.Core.Stores;

namespace BootService.Events;

/// <summary>Takes events from the servers and hands them on: to subscribers and timelines at once, to the disk in batches.</summary>
/// <remarks>
/// Events are a record of what happened, not a promise: those of the last <see cref="SaveEvery"/> are lost when the power fails. What must survive is committed
/// by the appliance's writer.
/// </remarks>
/// <param name="store">Where events are kept.</param>
/// <param name="time">Measures how long a batch gathers.</param>
/// <param name="log">The log.</param>
/// <param name="journal">Tells the log of machines that we do not know; null for nobody.</param>
internal sealed partial class BootEventWriter(
    IBootEventStore store, TimeProvider time, ILogger<BootEventWriter> log, StrangerJournal? journal = null) : IBootEvents, IBootEventFeed, IHostedService,
        IDisposable
{
    /// <summary>How many events can wait to be handed on.</summary>
    public const int MostWaiting = 8192;

    private const int MostPerBatch = 1024;
    private const int MostHeld = 4096;

    /// <summary>How long events gather before they are saved: a boot storm costs ten syncs of the disk a second, not hundreds.</summary>
    public static readonly TimeSpan SaveEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long the writer looks away once events come in a crowd: waking up for each would cost the processors more than the packets they tell of.
    /// </summary>
    public static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    private readonly Channel<Posted> _posted = WithRoomMade();
    private readonly EventSubscribers _subscribers = new();
    private readonly EventSubscribers _watchers = new();
    private readonly RecentEvents _recent = new();
    private readonly List<BootEvent> _unsaved = new(MostPerBatch);
    private readonly List<TaskCompletionSource> _settling = [];
    private readonly CancellationTokenSource _stopping = new();
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
        if (!_posted.Writer.TryWrite(new Posted(happened, null)))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Waits until everything posted before this call is handed on and on disk, or was refused by it; at once when the writer does not run.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!_work.IsCompleted && await _posted.Writer.WaitToWriteAsync(cancel))
        {
            if (_posted.Writer.TryWrite(new Posted(default, settled)))
            {
                await Task.WhenAny(settled.Task, _work).WaitAsync(cancel);
                return;
            }
        }
    }

    /// <summary>Whether somebody watches what happens at all frontends.</summary>
    public bool IsWatched => _watchers.IsAny;

    /// <summary>
    /// Takes an event of another frontend, which keeps it: it is shown and nothing else is done about it. What finds no room is not shown here.
    /// </summary>
    public void HearOfPeer(in BootEvent happened) => _posted.Writer.TryWrite(new Posted(happened, null, IsPeers: true));

    /// <inheritdoc/>
    public IAsyncEnumerable<BootEvent> Subscribe(CancellationToken cancel) => _watchers.Subscribe(cancel);

    /// <summary>What happens at this frontend from this call on, for whoever does something about it: what happens at others is theirs to act on.</summary>
    public IAsyncEnumerable<BootEvent> SubscribeOwn(CancellationToken cancel) => _subscribers.Subscribe(cancel);

    /// <summary>
    /// The last events of a host since the daemon started, oldest first; of all unknown machines for null. At most <see cref="RecentEvents.Kept"/>.
    /// </summary>
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
        _stopping.Cancel();
        return _work.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

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
                if (HandOn() > 1 && _settling.Count == 0)
                {
                    // It spares processors, so it is their time and not the appliance's.
                    await Task.Delay(Breath, TimeProvider.System, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                more = _posted.Reader.WaitToReadAsync().AsTask();
            }

            if (due is { IsCompleted: true } || _unsaved.Count == MostPerBatch || _settling.Count > 0)
            {
                await SaveAsync();
                due = null;
            }
        }

        await SaveAsync();
        _subscribers.Complete();
        _watchers.Complete();
    }

    // How many were handed on.
    private int HandOn()
    {
        var before = _unsaved.Count;
        var theirs = 0;
        while (_unsaved.Count < MostPerBatch && _posted.Reader.TryRead(out var posted))
        {
            if (posted.Settled is { } settled)
            {
                _settling.Add(settled);
                continue;
            }

            _recent.Add(posted.Event);
            _watchers.Publish(posted.Event);
            if (posted.IsPeers)
            {
                if (++theirs == MostPerBatch)
                {
                    break;
                }

                continue;
            }

            journal?.Hear(posted.Event);
            _subscribers.Publish(posted.Event);
            _unsaved.Add(posted.Event);
        }

        return _unsaved.Count - before;
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
        _settling.ForEach(settled => settled.SetResult());
        _settling.Clear();
    }

    // A channel's queue grows as it is used. Grown to its end once, here, it never does so on a packet's path.
    private static Channel<Posted> WithRoomMade()
    {
        var channel = Channel.CreateBounded<Posted>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        while (channel.Writer.TryWrite(default))
        {
        }

        while (channel.Reader.TryRead(out _))
        {
        }

        return channel;
    }

    /// <summary>An event, or the wish of somebody to know that those before it are on disk.</summary>
    private readonly record struct Posted(BootEvent Event, TaskCompletionSource? Settled, bool IsPeers = false);

    [LoggerMessage(EventId = 510, Level = LogLevel.Warning, Message = "Boot events are shown but not kept: {Fault}")]
    private partial void LogNotSaved(string fault);
}
