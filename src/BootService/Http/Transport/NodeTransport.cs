using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using BootService.Doors;
using BootService.Interfaces;
using BootService.Net;
using Microsoft.AspNetCore.Connections;

namespace BootService.Http.Transport;

/// <summary>
/// Kestrel's sockets for nodes, on epoll loops of our own: a request is read, answered and its file sent on one thread, where Kestrel's own
/// sockets change threads at each step. Kestrel still speaks all HTTP.
/// </summary>
/// <remarks>Linux only; elsewhere, and for every address that is not a <see cref="NodeEndPoint"/>, Kestrel's own sockets are used.</remarks>
internal sealed class NodeTransport(NodeHttpLimits limits, NodeHttpCounters counters, TimeProvider time, ILoggerFactory logs, SocketStore? store = null)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IFollowLinks, IDisposable
{
    private const int Backlog = 4096;

    /// <summary>
    /// How long the kernel keeps a connection to itself while nothing is asked on it (TCP_DEFER_ACCEPT): it is accepted together with its request.
    /// </summary>
    private static readonly int SecondsForARequest = 1;

    private readonly ILogger _log = logs.CreateLogger<NodeTransport>();
    private readonly FairTurns _bulk = counters.LargeFiles = new FairTurns(() => limits.LargeFiles);
    private readonly List<NodeLoop> _loops = [];
    private readonly List<(string Card, NodeListener Listener)> _listeners = [];
    private readonly List<FurtherSocket> _further = [];

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is NodeEndPoint && OperatingSystem.IsLinux();

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (store?.Take(endpoint) is not { } socket)
        {
            socket = Open(endpoint);
            store?.Keep(socket);
        }

        while (_loops.Count < Math.Clamp(Environment.ProcessorCount, 1, 4))
        {
            _loops.Add(new NodeLoop(time, _log));
        }

        var listener = new NodeListener(socket, _loops, limits, counters, _bulk, _log);
        if (endpoint is NodeEndPoint { Card: { } card })
        {
            _listeners.Add((card, listener));
        }

        return ValueTask.FromResult<IConnectionListener>(listener);
    }

    /// <inheritdoc/>
    public void Follow(BootLinks links)
    {
        FollowMoving(links);
        var addresses = links.Usable.Where(link => !link.Frontend.IsMovable)
            .Select(link => (link.Frontend.Interface, Address: link.Frontend.Address.ToString())).ToList();
        foreach (var (card, listener) in _listeners)
        {
            var bound = (IPEndPoint)listener.EndPoint;
            var own = addresses.Where(one => one.Interface == card).Select(one => one.Address).ToList();
            if (own.Count > 0 && !own.Contains(bound.Address.ToString())
                && own.Find(address => !_listeners.Exists(other => ((IPEndPoint)other.Listener.EndPoint).Address.ToString() == address)) is { } free)
            {
                var socket = OpenAnew(new IPEndPoint(IPAddress.Parse(free), bound.Port));
                listener.Move(socket);
                store?.Keep(socket);
                store?.Forget(bound);
            }
        }
    }

    // Addresses that go from frontend to frontend. One that was there at the start has a listener, which hears again when it is back.
    private void FollowMoving(BootLinks links)
    {
        var moving = links.Usable.Where(link => link.Frontend.IsMovable)
            .ToDictionary(link => link.Frontend.Address.ToString(), link => link.Frontend.Interface);
        foreach (var gone in _further.Where(socket => !moving.ContainsKey(socket.EndPoint.Address.ToString())).ToList())
        {
            _further.Remove(gone);
            gone.Dispose();
        }

        foreach (var (address, card) in moving)
        {
            if (_listeners.Find(one => one.Card == card).Listener is { } listener
                && !_further.Exists(socket => socket.EndPoint.Address.ToString() == address)
                && !_listeners.Exists(one => ((IPEndPoint)one.Listener.EndPoint).Address.ToString() == address))
            {
                _further.Add(listener.Add(OpenAnew(new IPEndPoint(IPAddress.Parse(address), ((IPEndPoint)listener.EndPoint).Port))));
            }
        }
    }

    private static Socket OpenAnew(IPEndPoint endpoint)
    {
        try
        {
            return Open(endpoint);
        }
        catch (Exception refused) when (refused is SocketException or AddressInUseException)
        {
            throw new IOException($"TCP port {endpoint.Port} of {endpoint.Address} for HTTP cannot be opened: {refused.Message}", refused);
        }
    }

    private static Socket Open(EndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false, NoDelay = true };
        try
        {
            const int DeferAccept = 9;
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, DeferAccept, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in SecondsForARequest)));
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw refused.SocketErrorCode is SocketError.AddressAlreadyInUse ? new AddressInUseException(refused.Message, refused) : refused;
        }
    }

    /// <summary>Ends every connection that is still open: its machine asks again, or goes on from where it was, once there is a frontend again.</summary>
    public void AbortAll()
    {
        var reason = new ConnectionAbortedException("the service stops");
        foreach (var loop in _loops)
        {
            loop.AbortAll(reason);
        }
    }

    /// <summary>Ends the loops; Kestrel has closed the connections before.</summary>
    public void Dispose()
    {
        _further.ForEach(socket => socket.Dispose());
        _loops.ForEach(loop => loop.Dispose());
    }
}
