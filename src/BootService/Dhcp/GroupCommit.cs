namespace BootService.Dhcp;

/// <summary>Commits sealed groups of a journal on a thread of its own, one at a time, while the packet loop goes on. Used by the loop's thread.</summary>
internal sealed class GroupCommit : IDisposable
{
    private readonly ILeaseJournal _journal;
    private readonly Action _done;
    private readonly TimeProvider _time;
    private readonly AutoResetEvent _start = new(initialState: false);
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private readonly Thread _thread;
    private volatile bool _stopping;
    private bool _stored;
    private long _lastTicks;

    /// <summary>Starts the thread.</summary>
    /// <param name="journal">Where groups are committed.</param>
    /// <param name="done">Called on the committing thread when a group is on disk, or was refused.</param>
    /// <param name="time">Measures how long the disk takes.</param>
    public GroupCommit(ILeaseJournal journal, Action done, TimeProvider time)
    {
        _journal = journal;
        _done = done;
        _time = time;
        _thread = new Thread(Work) { Name = "dhcp-commit", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether no group is on its way.</summary>
    public bool IsIdle => _idle.IsSet;

    /// <summary>How long the last commit took.</summary>
    public TimeSpan Last => _time.GetElapsedTime(0, Interlocked.Read(ref _lastTicks));

    /// <summary>Commits what is sealed on the caller's thread. Only while idle.</summary>
    public bool CommitHere()
    {
        var began = _time.GetTimestamp();
        var stored = _journal.Commit();
        Interlocked.Exchange(ref _lastTicks, _time.GetTimestamp() - began);
        return stored;
    }

    /// <summary>Begins to commit what is sealed. Only while idle.</summary>
    public void Start()
    {
        _idle.Reset();
        _start.Set();
    }

    /// <summary>Waits until no group is on its way.</summary>
    /// <returns>Whether the last one is on disk.</returns>
    public bool Wait()
    {
        _idle.Wait();
        return _stored;
    }

    /// <summary>Ends the thread after the group at hand.</summary>
    public void Dispose()
    {
        _idle.Wait();
        _stopping = true;
        _start.Set();
        _thread.Join();
        _start.Dispose();
        _idle.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _start.WaitOne();
            if (_stopping)
            {
                return;
            }

            _stored = CommitHere();
            _idle.Set();
            _done();
        }
    }
}
