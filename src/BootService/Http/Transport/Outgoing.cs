using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using BootService.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Http.Transport;

/// <summary>
/// What is on its way to one connection's socket: bytes, or a stretch of a file that goes from the page cache by sendfile(2). The caller sends
/// what the socket takes at once; the loop sends the rest whenever there is room. One thing at a time.
/// </summary>
/// <param name="socket">The connection's socket.</param>
/// <param name="limits">How slow a reader may be.</param>
/// <param name="counters">Where bytes are counted.</param>
/// <param name="bulk">The connection's turn among the large files.</param>
/// <param name="askForTurn">Has <see cref="Advance"/> called soon, on the loop's thread.</param>
internal sealed class Outgoing(SafeHandle socket, NodeHttpLimits limits, NodeHttpCounters counters, BulkTurn bulk, Action askForTurn) : IValueTaskSource<bool>
{
    /// <summary>Most bytes of a file before other connections have their turn.</summary>
    private const long Turn = 1 << 20;

    /// <summary>A reader must take this much within its patience.</summary>
    private const int Stretch = 16 * 1024;

    private ManualResetValueTaskSourceCore<bool> _end;
    private SafeFileHandle? _file;
    private ReadOnlyMemory<byte> _bytes;
    private long _offset;
    private long _left;
    private bool _moreFollows;
    private bool _corked;
    private long _mark;
    private long _due;
    private volatile bool _waiting;
    private volatile bool _abandoned;

    /// <summary>Sends bytes, which must stay as they are until it has ended.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="moreFollows">Whether the last packet may wait for what comes next.</param>
    /// <returns>False when the peer is gone or too slow.</returns>
    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes, bool moreFollows)
    {
        (_file, _bytes, _left, _moreFollows) = (null, bytes, bytes.Length, moreFollows);
        return StartAsync();
    }

    /// <summary>Sends a stretch of a file.</summary>
    /// <returns>False when the file ended early or the peer is gone or too slow.</returns>
    public ValueTask<bool> SendAsync(SafeFileHandle file, long offset, long count)
    {
        (_file, _offset, _left) = (file, offset, count);
        _corked = count > Turn;
        if (_corked)
        {
            bulk.Begin();

            // Otherwise each acknowledgement that comes between two calls sends off the half segment the last one ended with: a third more work for the kernel.
            LinuxFiles.Cork(socket, keepBack: true);
        }

        return StartAsync();
    }

    /// <summary>Nobody wants the rest any more.</summary>
    public void Abandon()
    {
        _abandoned = true;
        askForTurn();
    }

    /// <summary>The socket may have room: goes on with what waits, if anything does.</summary>
    public void Advance()
    {
        if (!_waiting)
        {
            return;
        }

        switch (_abandoned ? Progress.Broken : Step())
        {
            case Progress.Full:
                break;
            case Progress.Turn:
                askForTurn();
                break;
            case Progress.Sent:
                End(true);
                break;
            case Progress.Broken:
                End(false);
                break;
        }
    }

    /// <summary>Tries again, and ends what waits for a reader that takes less than it must.</summary>
    /// <param name="now">Milliseconds of a clock that only goes forward.</param>
    public void Look(long now)
    {
        if (bulk.Dribbles)
        {
            // It is we who are slow, and not the reader.
            _due = 0;
            bulk.AllowMore();
        }

        Advance();
        if (!_waiting)
        {
            return;
        }

        if (_due == 0 || _mark - _left >= Stretch)
        {
            _mark = _left;
            _due = now + (long)limits.PatienceFor(Stretch).TotalMilliseconds;
        }
        else if (now >= _due)
        {
            counters.AddSlowReader();
            End(false);
        }
    }

    private ValueTask<bool> StartAsync()
    {
        _abandoned = false;
        switch (Step())
        {
            case Progress.Sent:
                bulk.End();
                return ValueTask.FromResult(true);
            case Progress.Broken:
                bulk.End();
                return ValueTask.FromResult(false);
            default:
                _due = 0;
                _end.Reset();
                var end = new ValueTask<bool>(this, _end.Version);

                // Room that came about since the kernel said no was reported to nobody: the loop tries once itself.
                _waiting = true;
                askForTurn();
                return end;
        }
    }

    private Progress Step()
    {
        while (true)
        {
            var asked = _file is null ? _left : Math.Min(_left, bulk.Allows(Turn));
            if (asked == 0 && _left > 0)
            {
                return Progress.Full;
            }

            var sent = _file is null
                ? LinuxFiles.TrySend(socket, _bytes.Span[^(int)_left..], _moreFollows, out var error)
                : LinuxFiles.TrySendFile(socket, _file, ref _offset, asked, out error);
            if (sent > 0)
            {
                _left -= sent;
                if (_file is not null)
                {
                    counters.AddFileBytes(sent);
                    bulk.Sent(sent);
                }

                if (_left == 0)
                {
                    Uncork();
                    return Progress.Sent;
                }

                // Less than was asked for: the socket is full. (Or the file is shorter now, which the next look finds.)
                return sent < asked || bulk.Dribbles ? Progress.Full : Progress.Turn;
            }

            if (error != LinuxFiles.Interrupted)
            {
                return error == LinuxFiles.TryAgain ? Progress.Full : Progress.Broken;
            }
        }
    }

    private void Uncork()
    {
        if (_corked)
        {
            _corked = false;
            LinuxFiles.Cork(socket, keepBack: false);
        }
    }

    private void End(bool whole)
    {
        bulk.End();
        _waiting = false;
        _file = null;
        _bytes = default;
        _end.SetResult(whole);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _end.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _end.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _end.OnCompleted(continuation, state, token, flags);

    private enum Progress
    {
        Full,
        Turn,
        Sent,
        Broken,
    }
}
