using System.Net;
using System.Net.Sockets;
using BootService.Core.Power;
using BootService.Protocols.Wake;

namespace BootService.Power;

/// <summary>Sends magic packets, each from our address on the card's own network: the kernel takes the interface that has it.</summary>
internal static class MagicSender
{
    /// <summary>How often each is sent: nobody acknowledges a datagram.</summary>
    private const int Times = 3;

    public static PowerAnswer Send(PowerRoute.WakeOnLan cards)
    {
        Span<byte> packet = stackalloc byte[MagicPacket.Length];
        foreach (var (card, from, broadcast) in cards.Cards)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(from.ToString()), 0));
                MagicPacket.Write(packet, card);
                for (var sent = 0; sent < Times; sent++)
                {
                    socket.SendTo(packet, new IPEndPoint(IPAddress.Parse(broadcast.ToString()), MagicPacket.Port));
                }
            }
            catch (SocketException refused)
            {
                return PowerAnswer.Failed(
                    $"the magic packet cannot be sent from {from} to {broadcast} ({refused.Message.TrimEnd('.')}): see that the interface with that "
                        + "address is up");
            }
        }

        // Nobody says whether the machine woke.
        return new PowerAnswer(PowerState.Unknown, null);
    }
}
