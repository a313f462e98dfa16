using System.Net;
using System.Net.Sockets;
using BootService.Net;

namespace BootService.Http.Transport;

/// <summary>A listening socket of an address that may go away again, whose connections are a listener's.</summary>
internal sealed class FurtherSocket : ILoopWork, IDisposable
{
    private readonly Socket _socket;
    private readonly NodeLoop _loop;
    private readonly Func<Socket, EndPoint, bool> _accept;
    private ulong? _watch;
    private volatile bool _closing;

    /// <summary>Begins to listen.</summary>
    /// <param name="socket">The socket; taken over.</param>
    /// <param name="loop">The loop that accepts.</param>
    /// <param name="accept">Accepts who waits; false when that must be left alone for a while.</param>
    public FurtherSocket(Socket socket, NodeLoop loop, Func<Socket, EndPoint, bool> accept)
    {
        (_socket, _loop, _accept, EndPoint) = (socket, loop, accept, (IPEndPoint)socket.LocalEndPoint!);
        loop.Post(this);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Ends it; connections that are open go on, as far as their address lets them.</summary>
    public void Dispose()
    {
        _closing = true;
        _loop.Post(this);
    }

    void ILoopWork.Run(SocketEvents events)
    {
        if (_closing)
        {
            Forget();
            _socket.Dispose();
            return;
        }

        _watch ??= _loop.Watch(this, (int)_socket.Handle, SocketEvents.Readable);
        if (events.HasFlag(SocketEvents.Readable) && !_accept(_socket, EndPoint))
        {
            Forget();
            _ = ResumeAsync();
        }
    }

    void ILoopWork.Look(long now)
    {
    }

    private void Forget()
    {
        if (_watch is { } watch)
        {
            _loop.Forget(watch, (int)_socket.Handle);
            _watch = null;
        }
    }

    private async Task ResumeAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        _loop.Post(this);
    }
}
