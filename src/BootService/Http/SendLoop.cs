using BootService.Net;

namespace BootService.Http;

/// <summary>
/// One thread that sends files to full sockets whenever they have room: no thread of the pool waits and none is woken until a file has ended,
/// so that a large file costs little more than the kernel's own work.
/// </summary>
internal sealed class SendLoop : IDisposable
{
    private const int Batch = 64;
    private const int LookMilliseconds = 1000;
    private const ulong WakeUp = ulong.MaxValue;

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, FileSending> _sendings = [];
    private readonly List<ulong> _hopeless = [];
    private readonly LinuxEvents _events;
    private Thread? _thread;
    private ulong _next;
    private bool _stopping;

    /// <summary>Makes a loop without a thread; the first file starts it.</summary>
    /// <exception cref="IOException">The process has no descriptor left.</exception>
    public SendLoop(TimeProvider time)
    {
        _time = time;
        _events = new LinuxEvents(WakeUp);
    }

    /// <summary>Takes over a sending whose socket is full, until its end.</summary>
    public void Take(FileSending sending)
    {
        var held = false;
        try
        {
            sending.Socket.DangerousAddRef(ref held);
            lock (_lock)
            {
                if (!_stopping)
                {
                    var key = _next++;
                    if (_events.TryWatchForRoom((int)sending.Socket.DangerousGetHandle(), key))
                    {
                        _sendings.Add(key, sending);
                        StartOrWake();
                        return;
                    }
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The connection ended meanwhile.
        }

        if (held)
        {
            sending.Socket.DangerousRelease();
        }

        sending.End(false);
    }

    /// <summary>Ends the thread and what it had in hand.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stopping = true;
        }

        _events.Wake();
        _thread?.Join();
        foreach (var key in _sendings.Keys.ToArray())
        {
            End(key, _sendings[key], false);
        }

        _events.Dispose();
    }

    private void StartOrWake()
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { Name = "files", IsBackground = true };
            _thread.Start();
        }
        else if (_sendings.Count == 1)
        {
            _events.Wake(); // the thread sleeps without a limit while it has nothing to look after
        }
    }

    private void Run()
    {
        Span<ulong> ready = stackalloc ulong[Batch];
        var looked = _time.GetTimestamp();
        while (true)
        {
            bool idle;
            lock (_lock)
            {
                if (_stopping)
                {
                    return;
                }

                idle = _sendings.Count == 0;
            }

            foreach (var key in ready[.._events.Wait(ready, idle ? -1 : LookMilliseconds)])
            {
                if (key == WakeUp)
                {
                    _events.TakeWake();
                }
                else if (Find(key) is { } sending && sending.Step() is var step and not SendStep.Unfinished)
                {
                    End(key, sending, step is SendStep.Sent);
                }
            }

            if (_time.GetElapsedTime(looked).TotalMilliseconds >= LookMilliseconds)
            {
                looked = _time.GetTimestamp();
                EndHopeless((long)_time.GetElapsedTime(0, looked).TotalMilliseconds);
            }
        }
    }

    private FileSending? Find(ulong key)
    {
        lock (_lock)
        {
            return _sendings.GetValueOrDefault(key);
        }
    }

    private void EndHopeless(long now)
    {
        lock (_lock)
        {
            _hopeless.AddRange(_sendings.Where(pair => pair.Value.IsHopeless(now)).Select(pair => pair.Key));
        }

        foreach (var key in _hopeless)
        {
            End(key, Find(key)!, false);
        }

        _hopeless.Clear();
    }

    private void End(ulong key, FileSending sending, bool whole)
    {
        lock (_lock)
        {
            _sendings.Remove(key);
        }

        _events.Forget((int)sending.Socket.DangerousGetHandle());
        sending.Socket.DangerousRelease();
        sending.End(whole);
    }
}
