using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using BootService.Doors;
using BootService.Net;
using Microsoft.AspNetCore.Connections;

namespace BootService.Http.Transport;

/// <summary>Accepts connections on the first loop and deals them out to all.</summary>
internal sealed partial class NodeListener : IConnectionListener, ILoopWork
{
    private const int Batch = 64;

    private Socket _socket;
    private volatile Socket? _next;
    private volatile EndPoint _endPoint;
    private readonly IReadOnlyList<NodeLoop> _loops;
    private readonly NodeHttpLimits _limits;
    private readonly NodeHttpCounters _counters;
    private readonly FairTurns _bulk;
    private readonly ILogger _log;
    private readonly Channel<NodeConnection> _accepted = Channel.CreateUnbounded<NodeConnection>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly TaskCompletionSource _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong? _watch;
    private uint _turn;
    private volatile bool _closing;

    /// <summary>Takes over a listening socket.</summary>
    public NodeListener(Socket socket, IReadOnlyList<NodeLoop> loops, NodeHttpLimits limits, NodeHttpCounters counters, FairTurns bulk, ILogger log)
    {
        (_socket, _loops, _limits, _counters, _bulk, _log) = (socket, loops, limits, counters, bulk, log);
        _endPoint = socket.LocalEndPoint!;
        loops[0].Post(this);
    }

    /// <inheritdoc/>
    public EndPoint EndPoint => _endPoint;

    /// <summary>Listens on another socket from now on; connections that are open go on, as far as their address lets them.</summary>
    /// <param name="socket">The socket, bound and listening; taken over.</param>
    public void Move(Socket socket)
    {
        _endPoint = socket.LocalEndPoint!;
        Interlocked.Exchange(ref _next, socket)?.Dispose();
        _loops[0].Post(this);
    }

    /// <summary>Listens on a further socket as well, for an address that may go away again.</summary>
    /// <param name="socket">The socket, bound and listening; taken over.</param>
    /// <returns>It; disposing ends it alone.</returns>
    public FurtherSocket Add(Socket socket) => new(socket, _loops[0], AcceptWaiting);

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _closing = true;
        _loops[0].Post(this);
        await _unbound.Task; // a moment, however impatient the caller
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_accepted.Reader.TryRead(out var nobodyWanted))
        {
            await nobodyWanted.DisposeAsync();
        }
    }

    void ILoopWork.Run(SocketEvents events)
    {
        if (_closing)
        {
            Close();
        }
        else
        {
            if (Interlocked.Exchange(ref _next, null) is { } next)
            {
                Leave();
                _socket = next;
            }

            _watch ??= _loops[0].Watch(this, (int)_socket.Handle, SocketEvents.Readable);
            if (events.HasFlag(SocketEvents.Readable))
            {
                if (!AcceptWaiting(_socket, _endPoint))
                {
                    Pause();
                }
            }
        }
    }

    void ILoopWork.Look(long now)
    {
    }

    // False when no descriptor is left.
    private unsafe bool AcceptWaiting(Socket socket, EndPoint at)
    {
        const int CloseOnExecNonBlocking = 0x80800;
        const int TooManyInProcess = 24;
        const int TooManyInSystem = 23;
        for (var left = Batch; left > 0; left--)
        {
            var peer = default(LinuxSockets.InternetAddress);
            var length = (uint)sizeof(LinuxSockets.InternetAddress);
            var descriptor = LinuxSockets.Accept(socket.SafeHandle, &peer, &length, CloseOnExecNonBlocking);
            if (descriptor >= 0)
            {
                var remote = new IPEndPoint(peer.NetworkAddress, BinaryPrimitives.ReverseEndianness(peer.NetworkPort));
                Welcome(new LinuxSocketHandle(descriptor), at, remote);
            }
            else if (Marshal.GetLastPInvokeError() is TooManyInProcess or TooManyInSystem)
            {
                // The caller stays in the kernel's queue, and the queue would be reported again at once.
                LogNoDescriptors();
                return false;
            }
            else if (Marshal.GetLastPInvokeError() is LinuxSockets.TryAgain)
            {
                break;
            }
        }

        return true;
    }

    private void Welcome(LinuxSocketHandle socket, EndPoint at, IPEndPoint remote)
    {
        var connection = new NodeConnection(socket, at, remote, _loops[(int)(_turn++ % (uint)_loops.Count)], _limits, _counters, _bulk);
        connection.ReadFirst();
        if (!_accepted.Writer.TryWrite(connection))
        {
            _ = connection.DisposeAsync().AsTask();
        }
    }

    /// <summary>Accepts nobody for a second.</summary>
    private void Pause()
    {
        if (_watch is { } watch)
        {
            _loops[0].Forget(watch, (int)_socket.Handle);
            _watch = null;
            _ = ResumeAsync();
        }
    }

    private async Task ResumeAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        _loops[0].Post(this);
    }

    private void Leave()
    {
        if (_watch is { } watch)
        {
            _loops[0].Forget(watch, (int)_socket.Handle);
            _watch = null;
        }

        _socket.Dispose();
    }

    private void Close()
    {
        Leave();
        Interlocked.Exchange(ref _next, null)?.Dispose();
        _accepted.Writer.TryComplete();
        _unbound.TrySetResult();
    }

    [LoggerMessage(
        EventId = 422, Level = LogLevel.Warning,
        Message = "No descriptor is left for a node's connection; nodes wait. Raise the limit on open files (LimitNOFILE)")]
    private partial void LogNoDescriptors();
}
