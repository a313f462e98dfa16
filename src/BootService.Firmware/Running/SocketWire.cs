using System.Net;
using System.Net.Sockets;
using BootService.Firmware.Wire;
using BootService.Protocols.Net;

namespace BootService.Firmware.Running;

/// <summary>A machine's UDP port: a socket bound to one address of this computer. Broadcasts go to one server, since a machine without an address has no socket.</summary>
/// <param name="own">The address to speak from.</param>
/// <param name="server">Who hears what is broadcast.</param>
internal sealed class SocketWire(Ipv4 own, Ipv4 server) : IWire, IDisposable
{
    private const int LongestDatagram = 65_535;

    private readonly byte[] _room = new byte[LongestDatagram];
    private readonly SocketAddress _from = new(AddressFamily.InterNetwork);
    private readonly SocketAddress _to = new(AddressFamily.InterNetwork);
    private Socket _socket = Open(own);

    public void Send(ReadOnlySpan<byte> datagram, Ipv4 to, ushort port)
    {
        Write(_to, to == Ipv4.Broadcast ? server : to, port);
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
        _socket = Open(own);
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

        port = System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(_from.Buffer.Span[2..]);
        from = Ipv4.From(_from.Buffer.Span[4..]);
        return true;
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Open(Ipv4 own)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        var address = new SocketAddress(AddressFamily.InterNetwork);
        Write(address, own, 0);
        socket.Bind(new IPEndPoint(0, 0).Create(address));
        return socket;
    }

    // struct sockaddr_in: family, port, address, both in network order.
    private static void Write(SocketAddress address, Ipv4 ipv4, ushort port)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[2..], port);
        ipv4.CopyTo(address.Buffer.Span[4..]);
    }
}
