using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Firmware.Wire;
using BootService.Protocols.Net;

namespace BootService.Firmware.Running;

/// <summary>A machine's UDP port: a socket of this computer.</summary>
internal sealed class SocketWire : IWire, IDisposable
{
    private const int LongestDatagram = 65_535;

    // RFC 2131 §2, figure 1: hops is the fourth octet, giaddr stands at 24; without the magic cookie there is no message.
    private const int HopsAt = 3;
    private const int RelayAddressAt = 24;
    private const int ShortestMessage = 240;
    private const int LongestRelayed = 1500;

    // <asm-generic/socket.h>
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;

    private readonly byte[] _room = new byte[LongestDatagram];
    private readonly byte[] _onward;
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);
    private readonly SocketAddress _to = new(AddressFamily.InterNetwork);
    private readonly Func<Socket> _open;
    private readonly Ipv4? _server;
    private readonly Ipv4? _second;
    private readonly Ipv4? _relay;
    private Socket _socket;

    private SocketWire(Func<Socket> open, Ipv4? server, Ipv4? relay, Ipv4? second = null)
    {
        (_open, _server, _relay, _second) = (open, server, relay, second);
        _onward = relay is null ? [] : new byte[LongestRelayed];
        _socket = open();
    }

    /// <summary>A port of one address. What is broadcast goes to one server, since a machine without an address has no socket.</summary>
    public static SocketWire To(Ipv4 server, Ipv4 own) => new(() => Open(own, 0), server, relay: null);

    /// <summary>The same, and what is broadcast is relayed by the address itself (RFC 1542 §4.1.1): answers come back to it.</summary>
    public static SocketWire Relaying(Ipv4 own, Ipv4 server, Ipv4? second, ushort port) => new(() => Open(own, port), server, own, second);

    /// <summary>The client's port of DHCP on one link; broadcasts are broadcasts.</summary>
    public static SocketWire OnLink(string device, ushort port) => new(() => OpenOnLink(device, (ushort)(port + 1)), server: null, relay: null);

    public void Send(ReadOnlySpan<byte> datagram, Ipv4 to, ushort port)
    {
        Write(_to, to == Ipv4.Broadcast ? _server ?? to : to, port);
        if (to == Ipv4.Broadcast && _relay is { } relay && datagram.Length is >= ShortestMessage and <= LongestRelayed)
        {
            // Not in the room that is received into: whoever sends may be reading there.
            datagram.CopyTo(_onward);
            _onward[HopsAt]++;
            relay.CopyTo(_onward.AsSpan(RelayAddressAt));
            datagram = _onward.AsSpan(0, datagram.Length);
        }

        Send(datagram);
        if (to == Ipv4.Broadcast && _second is { } second)
        {
            Write(_to, second, port);
            Send(datagram);
        }
    }

    private void Send(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, _to);
        }
        catch (SocketException)
        {
            // A port that is closed, or a network that is gone: to the machine it is silence.
        }
    }

    public void ChangePort()
    {
        _socket.Dispose();
        _socket = _open();
    }

    /// <summary>Waits for a datagram.</summary>
    /// <returns>False when none came in time.</returns>
    public bool TryReceive(TimeSpan patience, out ReadOnlySpan<byte> datagram, out Ipv4 from, out ushort port)
    {
        datagram = [];
        from = default;
        port = 0;
        try
        {
            if (!_socket.Poll(patience, SelectMode.SelectRead))
            {
                return false;
            }

            var length = _socket.ReceiveFrom(_room, SocketFlags.None, _from);
            datagram = _room.AsSpan(0, length);
        }
        catch (SocketException)
        {
            // "Connection refused" is an earlier datagram's news; the machine hears nothing.
            return false;
        }

        port = BinaryPrimitives.ReadUInt16BigEndian(_from.Buffer.Span[2..]);
        from = Ipv4.From(_from.Buffer.Span[4..]);
        return true;
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Open(Ipv4 own, ushort port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        var address = new SocketAddress(AddressFamily.InterNetwork);
        Write(address, own, port);
        socket.Bind(new IPEndPoint(0, 0).Create(address));
        return socket;
    }

    private static Socket OpenOnLink(string device, ushort port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
        socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(device + "\0"));
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        return socket;
    }

    // struct sockaddr_in: family, port, address, both in network order.
    private static void Write(SocketAddress address, Ipv4 ipv4, ushort port)
    {
        BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[2..], port);
        ipv4.CopyTo(address.Buffer.Span[4..]);
    }
}
