using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using BootService.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Http;

/// <summary>
/// The sending side of one node's connection: what Kestrel writes goes to the socket at the flush, with no pipe and no thread between, and files
/// go from the page cache to the socket with sendfile(2), in their place between what Kestrel wrote before and after.
/// </summary>
/// <remarks>Kestrel calls it from one thread at a time.</remarks>
internal sealed class DirectWriter(Socket socket, NodeHttpLimits limits, NodeHttpCounters counters, SendLoops loops) : PipeWriter, IFileSender, IDisposable
{
    private const int FirstBuffer = 8 * 1024;

    private readonly CancellationTokenSource _abandoned = new();
    private readonly FileSending _sending = new(socket.SafeHandle, limits, counters);
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
        var sent = 0;
        while (sent < _length)
        {
            var step = LinuxFiles.TrySend(socket.SafeHandle, _buffer.AsSpan(sent, _length - sent), _fileFollows, out var error);
            if (step >= 0)
            {
                sent += step;
                continue;
            }

            switch (error)
            {
                case LinuxFiles.Interrupted:
                    continue;
                case LinuxFiles.TryAgain:
                    return new ValueTask<FlushResult>(FlushSlowlyAsync(sent));
                default:
                    return ValueTask.FromResult(Gone());
            }
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
        return _sending.SendAsync(file, offset, count, loops);
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
    public override void CancelPendingFlush()
    {
        _abandoned.Cancel();
        _sending.Abandon();
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        _completed = true;
        ReturnBuffer();
    }

    /// <summary>Gives the buffer back; the connection is over.</summary>
    public void Dispose()
    {
        Complete();
        _abandoned.Dispose();
    }

    private async Task<FlushResult> FlushSlowlyAsync(int sent)
    {
        var length = _length - sent;
        if (!await TrySendAsync(_buffer.AsMemory(sent, length)))
        {
            return Gone();
        }

        ReturnBuffer();
        return new FlushResult(false, _completed);
    }

    /// <summary>Sends by waiting for room, but not for ever: a reader slower than the limit loses its place to others.</summary>
    private async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_abandoned.Token);
        patience.CancelAfter(limits.PatienceFor(bytes.Length));
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, patience.Token)..];
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            counters.AddSlowReader();
            return false;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
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
