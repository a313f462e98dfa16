using System.Net;
using System.Net.Sockets;

namespace BootService.Lab.Lan;

/// <summary>
/// Answers DHCPv6 solicitations as a network does that has DHCPv6 and boots nothing by it (RFC 8415 §18.3.9). UEFI tries HTTP boot
/// over IPv6 before its disk and waits 64 s for an answer on a network where nobody gives one.
/// </summary>
internal sealed class BootlessDhcp6 : IAsyncDisposable
{
    private const int ServerPort = 547;
    private const byte Solicit = 1;
    private const byte Advertise = 2;
    private const int ClientIdentifier = 1;
    private const int HeaderLength = 4;

    // Server identifier (a link-layer DUID), and preference 255: take this answer, wait for no better one (RFC 8415 §21.8).
    private static readonly byte[] ServerOptions = [0, 2, 0, 10, 0, 3, 0, 1, 0x52, 0x54, 0, 0, 0, 1, 0, 7, 0, 1, 255];

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _socket;
    private readonly Task _answering;

    private BootlessDhcp6(Socket socket)
    {
        _socket = socket;
        _answering = AnswerAsync();
    }

    public static BootlessDhcp6 Start(string networkNamespace, string device) => NetworkNamespace.Run(networkNamespace, () =>
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, ServerPort));
        socket.SetSocketOption(
            SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(IPAddress.Parse("ff02::1:2"), Native.InterfaceIndex(device)));
        return new BootlessDhcp6(socket);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _answering;
        _socket.Dispose();
        _stop.Dispose();
    }

    /// <summary>The answer to a message: its transaction and its client's identifier back, and nothing to boot; null when it is no solicitation.</summary>
    internal static byte[]? Answer(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderLength || message[0] != Solicit)
        {
            return null;
        }

        var options = message[HeaderLength..];
        while (options.Length >= 4)
        {
            var whole = 4 + ((options[2] << 8) | options[3]);
            if (whole > options.Length)
            {
                return null;
            }

            if (((options[0] << 8) | options[1]) == ClientIdentifier)
            {
                return [Advertise, .. message[1..HeaderLength], .. options[..whole], .. ServerOptions];
            }

            options = options[whole..];
        }

        return null;
    }

    private async Task AnswerAsync()
    {
        var packet = new byte[1500];
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveFromAsync(packet, SocketFlags.None, new IPEndPoint(IPAddress.IPv6Any, 0), _stop.Token);
                if (Answer(packet.AsSpan(0, got.ReceivedBytes)) is { } answer)
                {
                    await _socket.SendToAsync(answer, SocketFlags.None, got.RemoteEndPoint, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The LAN is being taken down.
        }
    }
}
