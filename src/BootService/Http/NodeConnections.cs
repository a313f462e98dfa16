using System.Net;
using System.Text;
using BootService.Doors;
using BootService.Http.Transport;
using BootService.Net;
using BootService.Protocols.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BootService.Http;

/// <summary>Makes a Kestrel listener the nodes': HTTP/1 only, connections counted and limited.</summary>
internal sealed class NodeConnections(NodeHttpLimits limits, NodeHttpCounters counters, Strangers strangers)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, int> _perAddress = [];
    private readonly FairTurns _places = counters.Places = new FairTurns(() => limits.MaxConnections);

    /// <summary>Puts a listener under these rules.</summary>
    public void Use(ListenOptions listener)
    {
        listener.Protocols = HttpProtocols.Http1;
        listener.Use(next => connection => HandleAsync(next, connection));
    }

    /// <summary>Sets what Kestrel knows only for all its listeners together.</summary>
    public void Use(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // The target's host counts, whatever the header says (RFC 9112 3.2.2): proxies and old clients write both.
        kestrel.AllowHostHeaderOverride = true;

        // Installers tell what a BIOS has for the machine's serial number (inst.ks.sendsn), which may be any octets: what is no UTF-8 is no reason to refuse.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersWithin;
        kestrel.Limits.KeepAliveTimeout = limits.IdleFor;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestLineSize = Math.Min(limits.MaxHeaderBytes, 8 * 1024);
    }

    private async Task HandleAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        var address = connection.RemoteEndPoint is IPEndPoint point ? UdpPeer.From(new IPEndPoint(point.Address.MapToIPv4(), point.Port)).Address.Value : 0;
        if (address != 0 && strangers.IsOne(new Ipv4(address)))
        {
            counters.AddStranger();
            connection.Abort(new ConnectionAbortedException("the address is of no network of ours"));
            return;
        }

        if (!TryCount(address))
        {
            counters.AddRefused();
            connection.Abort(new ConnectionAbortedException("too many connections are open"));
            return;
        }

        try
        {
            if (_places.TryEnter() || await WaitAsync(address, connection))
            {
                await ConverseAsync(next, connection);
            }
        }
        finally
        {
            Leave(address);
        }
    }

    private async Task ConverseAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        counters.AddConnection(1);
        try
        {
            var conversation = next(connection);
            if (!conversation.IsCompleted && connection is NodeConnection own)
            {
                own.Attend();
            }

            await conversation;
        }
        finally
        {
            counters.AddConnection(-1);
            _places.Leave();
        }
    }

    /// <summary>Keeps who comes beyond what may be open waiting: firmware bears a delay, and gives up at an error.</summary>
    private async Task<bool> WaitAsync(uint address, ConnectionContext connection)
    {
        (connection as NodeConnection)?.Attend();
        var place = new Place(address);
        _places.Wait(place);
        try
        {
            await place.WhenGiven.WaitAsync(connection.ConnectionClosed);
            return true;
        }
        catch (OperationCanceledException)
        {
            if (!_places.Abandon(place))
            {
                _places.Leave();
            }

            return false;
        }
    }

    // One address may have only so many, and as many as may be open may wait: who holds more is no machine that boots.
    private bool TryCount(uint address)
    {
        if (_places.Waiting >= limits.MaxConnections)
        {
            return false;
        }

        lock (_lock)
        {
            var own = _perAddress.GetValueOrDefault(address);
            if (own >= limits.MaxConnectionsPerPeer)
            {
                return false;
            }

            _perAddress[address] = own + 1;
            return true;
        }
    }

    private void Leave(uint address)
    {
        lock (_lock)
        {
            var left = _perAddress[address] - 1;
            if (left == 0)
            {
                _perAddress.Remove(address);
            }
            else
            {
                _perAddress[address] = left;
            }
        }
    }

    private sealed class Place(uint machine) : FairTurn(machine)
    {
        private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WhenGiven => _given.Task;

        public override void Given() => _given.SetResult();
    }
}
