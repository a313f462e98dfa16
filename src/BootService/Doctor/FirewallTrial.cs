using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BootService.Doctor;

/// <summary>Tries whether packets get in by an interface, for a daemon that may not read the rules (that takes CAP_NET_ADMIN). Needs CAP_NET_RAW.</summary>
/// <remarks>
/// The kernel brings every broadcast of ours back to us as if it had come in by the interface it left by, past the filter's input chains and then
/// to raw sockets. So one that does not come back was thrown away. No service sees it: UDP ones hear a length that fits no request
/// of theirs, and TCP takes nothing that was broadcast; the same holds for other machines on the segment.
/// </remarks>
internal static class FirewallTrial
{
    private const int SolSocket = 1;
    private const int SoBindToDevice = 25;
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Sends a packet to a port by broadcast and waits for its return. Blocks for less than a second.</summary>
    /// <returns>Whether it got in, or null with the reason why it could not be tried.</returns>
    public static (bool? GotIn, string? WhyNot) Run(string card, string protocol, int port, TimeProvider time)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, protocol == "udp" ? ProtocolType.Udp : ProtocolType.Tcp)
            {
                EnableBroadcast = true,
                ReceiveTimeout = (int)Patience.TotalMilliseconds,
            };
            socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.ASCII.GetBytes(card + "\0"));
            var packet = Packet(protocol, (ushort)Random.Shared.Next(49152, 65536), port);
            for (var tried = 0; tried < Tries; tried++)
            {
                socket.SendTo(packet, new IPEndPoint(IPAddress.Broadcast, 0));
                if (Returns(socket, packet, time))
                {
                    return (true, null);
                }
            }

            return (false, null);
        }
        catch (SocketException refused)
        {
            return (null, refused.Message.TrimEnd('.'));
        }
    }

    /// <summary>A datagram of one octet, or the first segment of a connection (RFC 768, RFC 9293 §3.1). Neither has a checksum: nobody takes them.</summary>
    internal static byte[] Packet(string protocol, ushort from, int port)
    {
        const byte Synchronize = 2;
        var packet = new byte[protocol == "udp" ? 9 : 20];
        BinaryPrimitives.WriteUInt16BigEndian(packet, from);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)port);
        if (protocol == "udp")
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)packet.Length);
        }
        else
        {
            (packet[12], packet[13]) = ((byte)(packet.Length / 4 << 4), Synchronize);
        }

        return packet;
    }

    private static bool Returns(Socket socket, byte[] packet, TimeProvider time)
    {
        var heard = new byte[2048];
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience;)
        {
            try
            {
                // A raw socket hears the IP header too, whose length is in its first octet.
                var length = socket.Receive(heard);
                var header = (heard[0] & 15) * 4;
                if (length >= header + packet.Length && heard.AsSpan(header, packet.Length).SequenceEqual(packet))
                {
                    return true;
                }
            }
            catch (SocketException silent) when (silent.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                return false;
            }
        }

        return false;
    }
}
