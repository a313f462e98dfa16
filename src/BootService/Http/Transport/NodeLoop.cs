using System.Collections.Concurrent;
using BootService.Net;
using Microsoft.AspNetCore.Connections;

namespace BootService.Http.Transport;

/// <summary>What a loop looks after: a listener or a connection. All its members are called on the loop's thread.</summary>
internal interface ILoopWork
{
    /// <summary>Something happened, or somebody posted the work.</summary>
    /// <param name="events">What happened; none when it was posted.</param>
    void Run(SocketEvents events);

    /// <summary>About a second has passed.</summary>
    /// <param name="now">Milliseconds of a clock that only goes forward.</param>
    void Look(long now);
}

/// <summary>
/// One thread that waits for sockets and does what they are ready for: reading a request, answering it and going on with a large file, all without
/// changing threads. Whoever must wait for something else (the database) leaves by <c>await</c> as usual.
/// </summary>
internal sealed partial class NodeLoop : IDisposable
{
    private const int LookMilliseconds = 1000;

    private readonly LinuxEvents _events = new();
    private readonly ConcurrentQueue<ILoopWork> _posted = new();
    private readonly Dictionary<ulong, ILoopWork> _watched = [];
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private ulong _nextKey;
    private int _asleep;
    private volatile bool _stopping;

    /// <summary>Starts a loop.</summary>
    /// <exception cref="IOException">The process has no descriptor left.</exception>
    public NodeLoop(TimeProvider time, ILogger log)
    {
        _time = time;
        _log = log;
        _thread = new Thread(Run) { Name = "http", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Has the work run soon; any thread may ask.</summary>
    public void Post(ILoopWork work)
    {
        _posted.Enqueue(work);
        if (Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            _events.Wake();
        }
    }

    /// <summary>Watches a descriptor for the work; on the loop's thread.</summary>
    /// <returns>The watch's key; null when the kernel has no room for it.</returns>
    public ulong? Watch(ILoopWork work, int descriptor, SocketEvents wanted)
    {
        var key = _nextKey++;
        if (!_events.TryWatch(descriptor, wanted, key))
        {
            return null;
        }

        _watched.Add(key, work);
        return key;
    }

    /// <summary>Ends a watch whose descriptor is closed already, or is about to be; on the loop's thread.</summary>
    public void Forget(ulong key) => _watched.Remove(key);

    /// <summary>Ends a watch whose descriptor stays open; on the loop's thread.</summary>
    public void Forget(ulong key, int descriptor)
    {
        _watched.Remove(key);
        _events.Forget(descriptor);
    }

    /// <summary>Has every connection of the loop ended that is still open; any thread may ask.</summary>
    /// <param name="reason">What Kestrel is told.</param>
    public void AbortAll(ConnectionAbortedException reason) => Post(new Aborting(this, reason));

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _stopping = true;
        _events.Wake();
        _thread.Join();
        _events.Dispose();
    }

    private void Run()
    {
        var found = new SocketReport[64];
        var looked = _time.GetTimestamp();
        while (!_stopping)
        {
            Interlocked.Exchange(ref _asleep, 1);
            var patience = !_posted.IsEmpty ? 0 : _watched.Count > 0 ? LookMilliseconds : -1;
            var count = _events.Wait(found, patience);
            Volatile.Write(ref _asleep, 0);
            foreach (var report in found.AsSpan(0, count))
            {
                if (_watched.TryGetValue(report.Key, out var work))
                {
                    Guard(work, report.Events);
                }
            }

            // Only what is there now: work that posts itself again lets the sockets have their turn first.
            for (var left = _posted.Count; left > 0 && _posted.TryDequeue(out var work); left--)
            {
                Guard(work, SocketEvents.None);
            }

            if (_time.GetElapsedTime(looked).TotalMilliseconds >= LookMilliseconds)
            {
                looked = _time.GetTimestamp();
                Look((long)_time.GetElapsedTime(0, looked).TotalMilliseconds);
            }
        }
    }

    private void Look(long now)
    {
        foreach (var work in _watched.Values.ToArray())
        {
            work.Look(now);
        }
    }

    /// <summary>One connection that meets a defect of ours ends there: everybody else goes on.</summary>
    private void Guard(ILoopWork work, SocketEvents events)
    {
        try
        {
            work.Run(events);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            LogBroken(broken);
        }
    }

    private sealed class Aborting(NodeLoop loop, ConnectionAbortedException reason) : ILoopWork
    {
        public void Run(SocketEvents events)
        {
            foreach (var connection in loop._watched.Values.OfType<NodeConnection>().ToArray())
            {
                connection.Abort(reason);
            }
        }

        public void Look(long now)
        {
        }
    }

    [LoggerMessage(EventId = 423, Level = LogLevel.Error, Message = "A connection of a node could not be handled")]
    private partial void LogBroken(Exception broken);
}
