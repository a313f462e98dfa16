using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Core.Networks;
using BootService.Protocols.Dhcp;

namespace BootService.Doctor;

/// <summary>
/// Asks our own ports as a machine would, at the address machines use, and says whether an answer comes. Nothing is counted as a boot, stored or told by
/// it.
/// </summary>
internal static class OwnPorts
{
    private const int LongestAnswer = 1024;

    /// <summary>How long an answer may take: it comes from this machine itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks for a page that no node is given: 404 is an answer.</summary>
    public static async Task<bool> HttpAnswersAsync(Frontend link, int port, TimeProvider time, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        return await InTimeAsync(Ask, time, cancel);

        async Task<bool> Ask(CancellationToken until)
        {
            await socket.ConnectAsync(PointOf(link, port), until);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"HEAD / HTTP/1.1\r\nHost: {link.Address}\r\nConnection: close\r\n\r\n"), until);
            var answer = new byte[LongestAnswer];
            return await socket.ReceiveAsync(answer, until) > 12 && answer.AsSpan().StartsWith("HTTP/1.1 "u8);
        }
    }

    /// <summary>Asks to write a file, which is always refused (RFC 1350 §5): the refusal is the answer.</summary>
    public static Task<bool> TftpAnswersAsync(Frontend link, int port, TimeProvider time, CancellationToken cancel) =>
        AskAsync(link, port, "\0\u0002readiness\0octet\0"u8.ToArray(), answer => answer is [0, 5, ..], time, cancel);

    /// <summary>Asks for the settings of an address that we have ourselves (DHCPINFORM, RFC 2131 §4.3.5).</summary>
    public static Task<bool> DhcpAnswersAsync(Frontend link, int port, TimeProvider time, CancellationToken cancel)
    {
        var room = new byte[LongestAnswer];
        var transaction = (uint)Random.Shared.Next();
        var writer = new DhcpRequestWriter(room, DhcpMessageType.Inform, link.Mac, transaction) { ClientAddress = link.Address };
        var length = writer.Finish();
        return AskAsync(link, port, room[..length], IsAnswer, time, cancel);

        bool IsAnswer(byte[] answer) =>
            DhcpMessage.TryParse(answer, out var said) is DhcpFault.None && !said.IsRequest && said.TransactionId == transaction;
    }

    /// <summary>Asks for the name of our own address (RFC 1035 §3.5): any answer is one.</summary>
    public static Task<bool> DnsAnswersAsync(Frontend link, int port, TimeProvider time, CancellationToken cancel)
    {
        byte[] header = [(byte)Random.Shared.Next(256), (byte)Random.Shared.Next(256), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        var labels = link.Address.ToString().Split('.').Reverse().Concat(["in-addr", "arpa"])
            .SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length));
        return AskAsync(
            link, port, [.. header, .. labels, 0, 0, 12, 0, 1], answer => answer.AsSpan().StartsWith(header.AsSpan(0, 2)) && (answer[2] & 0x80) != 0, time,
            cancel);
    }

    private static async Task<bool> AskAsync(Frontend link, int port, byte[] question, Func<byte[], bool> isAnswer, TimeProvider time, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return await InTimeAsync(Ask, time, cancel);

        async Task<bool> Ask(CancellationToken until)
        {
            socket.Bind(PointOf(link, 0));
            await socket.SendToAsync(question, PointOf(link, port), until);
            var room = new byte[LongestAnswer];
            var got = await socket.ReceiveFromAsync(room, new IPEndPoint(IPAddress.Any, 0), until);
            return isAnswer(room[..got.ReceivedBytes]);
        }
    }

    private static IPEndPoint PointOf(Frontend link, int port) => new(IPAddress.Parse(link.Address.ToString()), port);

    private static async Task<bool> InTimeAsync(Func<CancellationToken, Task<bool>> ask, TimeProvider time, CancellationToken cancel)
    {
        using var over = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancel);
        try
        {
            return await ask(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
