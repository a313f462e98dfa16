using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BootService.Doors;

/// <summary>Counts what is open of one kind, for each peer and in all, and says when it is enough. Safe from any thread.</summary>
/// <param name="most">Most in all.</param>
/// <param name="mostOfPeer">Most of one peer.</param>
internal sealed class ConnectionGate(int most, int mostOfPeer)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _perPeer = [];
    private int _open;
    private long _refused;

    /// <summary>How many were turned away.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Takes one in, or turns it away.</summary>
    /// <param name="peer">Whose it is; <see cref="IPAddress.None"/> for what has no address, which counts as one peer without a limit of its own.</param>
    public bool TryEnter(IPAddress peer)
    {
        lock (_lock)
        {
            var own = _perPeer.GetValueOrDefault(peer);
            if (_open >= most || (own >= mostOfPeer && !peer.Equals(IPAddress.None)))
            {
                _refused++;
                return false;
            }

            _open++;
            _perPeer[peer] = own + 1;
            return true;
        }
    }

    /// <summary>Lets one go that was taken in.</summary>
    public void Leave(IPAddress peer)
    {
        lock (_lock)
        {
            _open--;
            if (--System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_perPeer, peer, out _) == 0)
            {
                _perPeer.Remove(peer);
            }
        }
    }

    /// <summary>
    /// Puts a listener behind the gate. It stands before everything else of the listener, so that a connection that is turned away costs no handshake.
    /// </summary>
    public void Guard(ListenOptions listener) => listener.Use(next => async connection =>
    {
        var peer = PeerOf(connection.RemoteEndPoint);
        if (!TryEnter(peer))
        {
            connection.Abort(new ConnectionAbortedException("too many connections are open"));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(peer);
        }
    });

    /// <summary>Whose a connection is, one spelling for each address.</summary>
    public static IPAddress PeerOf(EndPoint? remote) => remote is IPEndPoint { Address: var address } ? Plain(address) : IPAddress.None;

    /// <summary>An IPv4 address as such, also where it came in IPv6's clothes.</summary>
    public static IPAddress Plain(IPAddress? address) => address is null ? IPAddress.None : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
