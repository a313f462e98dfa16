using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BootService.Http.Transport;

/// <summary>
/// The sending side of one node's connection: what Kestrel writes goes to the socket at the flush, with no pipe and no thread between, and files
/// go from the page cache to the socket with sendfile(2), in their place between what Kestrel wrote before and after.
/// </summary>
/// <remarks>Kestrel calls it from one thread at a time.</remarks>
/// <param name="socket">The connection's socket.</param>
/// <param name="limits">How slow a reader may be.</param>
/// <param name="counters">Where bytes are counted.</param>
/// <param name="bulk">The connection's turn among the large files.</param>
/// <param name="askForTurn">Has <see cref="Advance()"/> called soon, on the loop's thread.</param>
internal sealed class DirectWriter(
    SafeHandle socket, NodeHttpLimits limits, NodeHttpCounters counters, BulkTurn bulk, Action askForTurn) : PipeWriter, IFileSender, IDisposable
{
    private const int FirstBuffer = 8 * 1024;

    private readonly Outgoing _outgoing = new(socket, limits, counters, bulk, askForTurn);
    private byte[]? _buffer;
    private int _length;
    private bool _fileFollows;
    private bool _fileIsSent;
    private bool _completed;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _length;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_fileIsSent)
        {
            return Absent.Instance.Memory;
        }

        Grow(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_length);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        // Bytes of a file that is sent already are counted through GetMemory alone: nobody may write them.
        Grow(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_length);
    }

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        if (!_fileIsSent)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, (_buffer?.Length ?? 0) - _length);
            _length += bytes;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_length == 0)
        {
            return ValueTask.FromResult(new FlushResult(false, _completed));
        }

        var sending = _outgoing.SendAsync(_buffer.AsMemory(0, _length), _fileFollows);
        if (!sending.IsCompleted)
        {
            return new ValueTask<FlushResult>(FlushSlowlyAsync(sending));
        }

        if (!sending.Result)
        {
            return ValueTask.FromResult(Gone());
        }

        ReturnBuffer();
        return ValueTask.FromResult(new FlushResult(false, _completed));
    }

    /// <inheritdoc/>
    public void Announce() => _fileFollows = true;

    /// <inheritdoc/>
    public ValueTask<bool> SendAsync(SafeFileHandle file, long offset, long count)
    {
        _fileFollows = false;
        return _outgoing.SendAsync(file, offset, count);
    }

    /// <inheritdoc/>
    public void Account(PipeWriter body, long count)
    {
        _fileIsSent = true;
        while (count > 0)
        {
            var step = Math.Min(body.GetMemory().Length, count);
            body.Advance((int)step);
            count -= step;
        }

        _fileIsSent = false;
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => _outgoing.Abandon();

    /// <summary>The socket may have room; on the loop's thread.</summary>
    public void Advance() => _outgoing.Advance();

    /// <summary>About a second has passed; on the loop's thread.</summary>
    /// <param name="now">Milliseconds of a clock that only goes forward.</param>
    public void Look(long now) => _outgoing.Look(now);

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        _completed = true;
        ReturnBuffer();
    }

    /// <summary>Gives the buffer back; the connection is over.</summary>
    public void Dispose() => Complete();

    private async Task<FlushResult> FlushSlowlyAsync(ValueTask<bool> rest)
    {
        if (!await rest)
        {
            return Gone();
        }

        ReturnBuffer();
        return new FlushResult(false, _completed);
    }

    private FlushResult Gone()
    {
        Complete();
        return new FlushResult(false, true);
    }

    private void Grow(int room)
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBuffer, room));
        }
        else if (_buffer.Length - _length < room)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + room));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }

    private void ReturnBuffer()
    {
        _length = 0;
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Stands for bytes that are on their way already: it has a length, so that Kestrel can count them, and no content to write to.</summary>
    private sealed class Absent : MemoryManager<byte>
    {
        private const int Length = 1 << 30;

        public static readonly Absent Instance = new();

        public override Memory<byte> Memory => CreateMemory(Length);

        public override Span<byte> GetSpan() => throw new InvalidOperationException("these bytes have been sent; they are only counted");

        public override MemoryHandle Pin(int elementIndex = 0) => throw new InvalidOperationException("these bytes have been sent; they are only counted");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
