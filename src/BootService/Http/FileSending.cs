using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using BootService.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Http;

/// <summary>A stretch of a file on its way to one connection's socket; one object serves all files of its connection, one after the other.</summary>
/// <remarks>What the socket takes at once is sent by the caller; the rest by a <see cref="SendLoop"/>, whenever there is room.</remarks>
/// <param name="socket">The connection's socket, which does not block.</param>
/// <param name="limits">How slow a reader may be.</param>
/// <param name="counters">Where bytes are counted.</param>
internal sealed class FileSending(SafeHandle socket, NodeHttpLimits limits, NodeHttpCounters counters) : IValueTaskSource<bool>
{
    /// <summary>Most bytes a socket is given before another one has its turn.</summary>
    private const long Turn = 1 << 20;

    /// <summary>A reader must take this much within its patience.</summary>
    private const int Stretch = 16 * 1024;

    private ManualResetValueTaskSourceCore<bool> _end = new() { RunContinuationsAsynchronously = true };
    private SafeFileHandle? _file;
    private long _offset;
    private long _left;
    private long _mark;
    private long _due;
    private volatile bool _abandoned;

    /// <summary>The socket the file goes to.</summary>
    public SafeHandle Socket => socket;

    /// <summary>Sends the whole stretch.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Bytes, all of which must be there.</param>
    /// <param name="loops">Who goes on when the socket is full.</param>
    /// <returns>False when the file ended early or the peer is gone or too slow.</returns>
    public ValueTask<bool> SendAsync(SafeFileHandle file, long offset, long count, SendLoops loops)
    {
        (_file, _offset, _left, _abandoned) = (file, offset, count, false);
        switch (Step())
        {
            case SendStep.Sent:
                return ValueTask.FromResult(true);
            case SendStep.Broken:
                return ValueTask.FromResult(false);
            default:
                _end.Reset();
                var end = new ValueTask<bool>(this, _end.Version);
                loops.Next().Take(this);
                return end;
        }
    }

    /// <summary>Nobody wants the rest any more; whoever sends it stops at his next look.</summary>
    public void Abandon() => _abandoned = true;

    /// <summary>Gives the socket what it takes, up to one turn.</summary>
    public SendStep Step()
    {
        while (true)
        {
            var sent = LinuxFiles.TrySendFile(socket, _file!, ref _offset, Math.Min(_left, Turn), out var error);
            if (sent > 0)
            {
                counters.AddFileBytes(sent);
                _left -= sent;
                return _left == 0 ? SendStep.Sent : SendStep.Unfinished;
            }

            if (error != LinuxFiles.Interrupted)
            {
                return error == LinuxFiles.TryAgain ? SendStep.Unfinished : SendStep.Broken;
            }
        }
    }

    /// <summary>Whether the reader is gone, or took less than it must in the time it has.</summary>
    /// <param name="now">Milliseconds of a clock that only goes forward.</param>
    public bool IsHopeless(long now)
    {
        if (_mark - _left >= Stretch || _due == 0)
        {
            _mark = _left;
            _due = now + (long)limits.PatienceFor(Stretch).TotalMilliseconds;
        }
        else if (now >= _due)
        {
            counters.AddSlowReader();
            return true;
        }

        return _abandoned;
    }

    /// <summary>Tells who waits how it ended.</summary>
    public void End(bool whole)
    {
        _file = null;
        _due = 0;
        _end.SetResult(whole);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _end.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _end.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _end.OnCompleted(continuation, state, token, flags);
}

/// <summary>How far a step of a file came.</summary>
internal enum SendStep
{
    /// <summary>There is more to send.</summary>
    Unfinished,

    /// <summary>All of it is with the kernel.</summary>
    Sent,

    /// <summary>The file ended early or the peer is gone.</summary>
    Broken,
}
