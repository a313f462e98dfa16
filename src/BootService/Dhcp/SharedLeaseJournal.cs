using System.Collections.Concurrent;
using BootService.Core.Dhcp;
using BootService.Core.Stores;
using BootService.Protocols.Net;
using BootService.Storage;

namespace BootService.Dhcp;

/// <summary>
/// Leases that several frontends give, in the database that they share. A group is one transaction, as it is one write to a disk; what the database refuses
/// is another frontend's, and is not acknowledged. What others gave is read each second, on a thread of its own.
/// </summary>
internal sealed partial class SharedLeaseJournal : ILeaseJournal, IDisposable
{
    // Whoever sends what the database is not there to take must not fill the memory.
    private const int MostPending = 8192;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly ISharedLeases _leases;
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private readonly ILogger _log;

    // Commits and readings take turns, so that what is heard is heard in the order in which the database has it.
    private readonly Lock _asking = new();
    private readonly ConcurrentQueue<StoredLease> _heard = [];
    private readonly HashSet<Ipv4> _refused = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _reading;
    private List<StoredLease> _pending = [];
    private List<StoredLease> _sealed = [];
    private long _readings;
    private bool _isTooMuch;
    private bool _isSealedTooMuch;
    private volatile string? _broken;

    /// <summary>Begins to read what others give.</summary>
    /// <param name="leases">Where they are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="wake">Called when something was heard.</param>
    /// <param name="log">For what the database refuses.</param>
    public SharedLeaseJournal(ISharedLeases leases, TimeProvider time, Action wake, ILogger log)
    {
        (_leases, _time, _wake, _log) = (leases, time, wake, log);
        _reading = Task.Run(ReadAsync);
    }

    /// <inheritdoc/>
    public bool HasPending => _pending.Count > 0;

    /// <inheritdoc/>
    public string? WhyNotKept => _broken;

    /// <inheritdoc/>
    public bool IsShared => true;

    /// <inheritdoc/>
    public long Readings => Interlocked.Read(ref _readings);

    /// <inheritdoc/>
    public void Add(StoredLease lease)
    {
        if (_pending.Count < MostPending)
        {
            _pending.Add(lease);
        }
        else
        {
            _isTooMuch = true; // then none of the group is acknowledged
        }
    }

    /// <inheritdoc/>
    public void Seal()
    {
        (_pending, _sealed) = (_sealed, _pending);
        (_isSealedTooMuch, _isTooMuch) = (_isTooMuch, false);
        _pending.Clear();
    }

    /// <inheritdoc/>
    public bool Commit()
    {
        var theirs = new List<StoredLease>();
        _refused.Clear();
        lock (_asking)
        {
            if (!Guarded(() => _leases.Commit(_sealed, _time.GetUtcNow(), theirs)))
            {
                return false;
            }

            foreach (var lease in theirs)
            {
                _refused.Add(lease.Address);
                _heard.Enqueue(lease);
            }
        }

        return !_isSealedTooMuch;
    }

    /// <inheritdoc/>
    public bool Took(Ipv4 address) => !_refused.Contains(address);

    /// <inheritdoc/>
    public bool TryHear(out StoredLease theirs) => _heard.TryDequeue(out theirs);

    /// <summary>Ends the reading.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        if (_reading.Wait(Every))
        {
            _stopping.Dispose(); // else a database that does not answer is still asked, and the daemon does not wait for it
        }
    }

    private async Task ReadAsync()
    {
        using var timer = new PeriodicTimer(Every, _time);
        while (await WaitAsync(timer))
        {
            var theirs = new List<StoredLease>();
            lock (_asking)
            {
                if (!Guarded(() => _leases.Read(_time.GetUtcNow(), theirs)))
                {
                    continue;
                }

                theirs.ForEach(_heard.Enqueue);
            }

            Interlocked.Increment(ref _readings);
            _wake();
        }
    }

    private async Task<bool> WaitAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool Guarded(Action work)
    {
        try
        {
            work();
            _broken = null;
            return true;
        }
        catch (StorageException refused)
        {
            if (_broken is null)
            {
                LogRefused(refused.Message);
            }

            _broken = refused.Message;
            return false;
        }
    }

    [LoggerMessage(
        EventId = 114, Level = LogLevel.Error,
        Message = "Leases of the pools cannot be brought to the database, so no new one is acknowledged; known machines get their addresses as ever: "
            + "{Why}")]
    private partial void LogRefused(string why);
}
