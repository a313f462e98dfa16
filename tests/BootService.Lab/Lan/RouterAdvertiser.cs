using System.Net;
using System.Net.Sockets;

namespace BootService.Lab.Lan;

/// <summary>
/// Answers IPv6 router solicitations with "no router here" (RFC 4861 §4.2, lifetime 0). iPXE configures IPv6 beside IPv4 and
/// waits 13 s for an advertisement on a network where nobody sends one.
/// </summary>
internal sealed class RouterAdvertiser : IAsyncDisposable
{
    private const byte Solicitation = 133;
    private static readonly byte[] NoRouterHere = [134, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _socket;
    private readonly IPEndPoint _everyone;
    private readonly Task _answering;

    private RouterAdvertiser(Socket socket, uint index)
    {
        _socket = socket;
        _everyone = new IPEndPoint(new IPAddress(IPAddress.Parse("ff02::1").GetAddressBytes(), index), 0);
        _answering = AnswerAsync();
    }

    public static RouterAdvertiser Start(string networkNamespace, string device) => NetworkNamespace.Run(networkNamespace, () =>
    {
        var index = Native.InterfaceIndex(device);
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(IPAddress.Parse("ff02::2"), index));

        // RFC 4861 §6.1.2: a receiver drops an advertisement that has crossed a router.
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, 255);
        return new RouterAdvertiser(socket, index);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _answering;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync()
    {
        var packet = new byte[1500];
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveFromAsync(packet, SocketFlags.None, new IPEndPoint(IPAddress.IPv6Any, 0), _stop.Token);
                if (got.ReceivedBytes > 0 && packet[0] == Solicitation)
                {
                    await _socket.SendToAsync(NoRouterHere, SocketFlags.None, _everyone, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The LAN is being taken down.
        }
        catch (SocketException)
        {
            // The bridge has no IPv6: machines wait their 13 s.
        }
    }
}
