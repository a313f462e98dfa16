using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.InteropServices;
using BootService.Doors;
using BootService.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace BootService.Http.Transport;

/// <summary>A node's connection: what it sends is put before Kestrel on the loop's thread, what Kestrel writes goes straight to the socket.</summary>
/// <remarks>A node that has said all it will (a half-closed connection) still gets its answer.</remarks>
internal sealed class NodeConnection : ConnectionContext, ILoopWork, IMemoryPoolFeature
{
    private const int BothWays = 2;
    private const int ReadsInTurn = 16;
    private const SocketEvents Ends = SocketEvents.PeerEnded | SocketEvents.HungUp | SocketEvents.Error;

    /// <summary>What a node sends is handed on where it is read, and read on where it was taken.</summary>
    private static readonly PipeOptions Inline = new(MemoryPool<byte>.Shared, PipeScheduler.Inline, PipeScheduler.Inline, useSynchronizationContext: false);

    private static long _count;

    private readonly LinuxSocketHandle _socket;
    private readonly NodeLoop _loop;
    private readonly DirectWriter _output;
    private readonly Pipe _input;
    private readonly CancellationTokenSource _closed = new();
    private ulong? _watch;
    private bool _readable;
    private bool _endsSoon;
    private bool _inputEnded;
    private volatile bool _paused;
    private volatile ConnectionAbortedException? _aborted;
    private volatile bool _known;
    private volatile bool _over;

    /// <summary>Takes over an accepted socket.</summary>
    public NodeConnection(
        LinuxSocketHandle socket, EndPoint local, IPEndPoint remote, NodeLoop loop, NodeHttpLimits limits, NodeHttpCounters counters, FairTurns bulk)
    {
        (_socket, _loop) = (socket, loop);
        _input = new Pipe(Inline);
        _output = new DirectWriter(socket, limits, counters, new BulkTurn(bulk, UdpPeer.From(remote).Address.Value, AskForTurn), AskForTurn);
        Transport = new Duplex(_input.Reader, _output);
        ConnectionId = Interlocked.Increment(ref _count).ToString("x", System.Globalization.CultureInfo.InvariantCulture);
        ConnectionClosed = _closed.Token;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<IFileSender>(_output);
    }

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public override string ConnectionId { get; set; }

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get => field ??= new ConnectionItems(); set; }

    /// <inheritdoc/>
    public MemoryPool<byte> MemoryPool => MemoryPool<byte>.Shared;

    /// <summary>Reads what has come with the connection, before anybody else knows of it.</summary>
    public void ReadFirst()
    {
        _readable = true;
        Read();
    }

    /// <summary>Hands the connection to its loop: what came with it is dealt with, and it goes on.</summary>
    /// <remarks>A connection for one request never gets here: it costs the loop nothing.</remarks>
    public void Attend() => AskForTurn();

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        _aborted ??= abortReason;
        if (_over)
        {
            return;
        }

        try
        {
            _ = LinuxSockets.ShutDown(_socket, BothWays);
            _output.CancelPendingFlush();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself just now.
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_over)
        {
            _over = true;
            await _input.Reader.CompleteAsync();
            _output.Dispose();
            if (_known)
            {
                _loop.Post(this);
            }
            else
            {
                Close();
            }
        }

        await base.DisposeAsync();
    }

    void ILoopWork.Run(SocketEvents events)
    {
        if (_over)
        {
            Close();
            return;
        }

        if (_watch is null)
        {
            const SocketEvents All = SocketEvents.Readable | SocketEvents.Writable | SocketEvents.PeerEnded | SocketEvents.Once;
            _watch = _loop.Watch(this, (int)_socket.DangerousGetHandle(), All);
            if (_watch is null)
            {
                Abort(new ConnectionAbortedException("the kernel watches no more sockets"));
            }
        }

        _output.Advance();
        _readable |= (events & SocketEvents.Readable) != SocketEvents.None;
        _endsSoon |= (events & Ends) != SocketEvents.None;
        if (_aborted is { } reason)
        {
            EndInput(reason);
        }
        else
        {
            Read();
        }
    }

    void ILoopWork.Look(long now) => _output.Look(now);

    private void Read()
    {
        // The last bytes and the end of the stream may come in one report: then only the end is the end.
        for (var left = ReadsInTurn; (_readable || _endsSoon) && !_paused && !_inputEnded && !_over; left--)
        {
            if (left == 0)
            {
                AskForTurn();
                return;
            }

            ReadOnce();
        }
    }

    private unsafe void ReadOnce()
    {
        var room = _input.Writer.GetSpan();
        nint length;
        fixed (byte* start = room)
        {
            length = LinuxSockets.Receive(_socket, start, (nuint)room.Length, LinuxSockets.DontWait);
        }

        if (length > 0)
        {
            _readable = length == room.Length;
            _input.Writer.Advance((int)length);
            var flush = _input.Writer.FlushAsync();
            if (!flush.IsCompletedSuccessfully)
            {
                _paused = true;
                _ = ResumeAsync(flush);
            }
            else if (flush.Result.IsCompleted)
            {
                EndInput(null);
            }

            return;
        }

        switch (length == 0 ? 0 : Marshal.GetLastPInvokeError())
        {
            case 0:
                EndInput(null);
                break;
            case LinuxSockets.Interrupted:
                break;
            case LinuxSockets.TryAgain:
                _readable = _endsSoon = false;
                break;
            default:
                EndInput(new ConnectionResetException("the peer reset the connection"));
                break;
        }
    }

    /// <summary>Kestrel has more than it wants to look at: reads on when it has caught up.</summary>
    private async Task ResumeAsync(ValueTask<FlushResult> flush)
    {
        await flush;
        _paused = false;
        AskForTurn();
    }

    private void AskForTurn()
    {
        _known = true;
        _loop.Post(this);
    }

    private void EndInput(Exception? why)
    {
        if (_inputEnded)
        {
            return;
        }

        _inputEnded = true;
        _input.Writer.Complete(why);
        if (why is not null)
        {
            _output.CancelPendingFlush();
            ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);
        }
    }

    private void Close()
    {
        if (_watch is { } watch)
        {
            _loop.Forget(watch);
            _watch = null;
        }

        EndInput(null);
        _socket.Dispose();
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
