using System.Net;
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
    private int _open;

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

        if (!TryEnter(address))
        {
            counters.AddRefused();
            connection.Abort(new ConnectionAbortedException("too many connections are open"));
            return;
        }

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
            Leave(address);
        }
    }

    private bool TryEnter(uint address)
    {
        lock (_lock)
        {
            var own = _perAddress.GetValueOrDefault(address);
            if (_open >= limits.MaxConnections || own >= limits.MaxConnectionsPerPeer)
            {
                return false;
            }

            _open++;
            _perAddress[address] = own + 1;
            return true;
        }
    }

    private void Leave(uint address)
    {
        lock (_lock)
        {
            _open--;
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
}
