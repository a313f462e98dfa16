using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using BootService.Doors;
using BootService.Net;
using BootService.Protocols.Dns;

namespace BootService.Dns;

/// <summary>Names over TCP (RFC 7766), which machines take up when an answer does not fit a datagram: a bounded number of short conversations.</summary>
internal sealed class DnsStreams : IDisposable
{
    private const int Longest = ushort.MaxValue;
    private const int Backlog = 64;
    private const int Most = 64;
    private const int MostOfPeer = 8;
    private const int MostQuestions = 100;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OthersPatience = TimeSpan.FromSeconds(5);

    private readonly Socket _listener;
    private readonly DnsResponder _responder;
    private readonly IReadOnlyList<UdpPeer> _others;
    private readonly ForwarderOrder _order;
    private readonly Strangers _strangers;
    private readonly TimeProvider _time;
    private readonly ConnectionGate _gate = new(Most, MostOfPeer);
    private readonly CancellationTokenSource _over = new();

    private DnsStreams(Socket listener, DnsResponder responder, IReadOnlyList<UdpPeer> others, Strangers strangers, TimeProvider time)
    {
        (_listener, _responder, _others, _strangers, _time) = (listener, responder, others, strangers, time);
        _order = new ForwarderOrder(others.Count);
        _ = AcceptAsync();
    }

    /// <summary>Opens an address and begins to answer there.</summary>
    /// <exception cref="IOException">It cannot be opened; one sentence.</exception>
    public static DnsStreams Open(UdpPeer at, DnsResponder responder, IReadOnlyList<UdpPeer> others, Strangers strangers, TimeProvider time)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(at.ToEndPoint());
            listener.Listen(Backlog);
            return new DnsStreams(listener, responder, others, strangers, time);
        }
        catch (SocketException refused)
        {
            listener.Dispose();
            throw new IOException($"TCP port {at.Port} of {at.Address} cannot be opened: {refused.Message}", refused);
        }
    }

    /// <summary>Ends every conversation.</summary>
    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket peer;
            try
            {
                peer = await _listener.AcceptAsync(_over.Token);
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                continue; // it was gone before it was let in
            }

            _ = ConverseAsync(peer);
        }
    }

    private async Task ConverseAsync(Socket peer)
    {
        using var closing = peer;
        var address = ConnectionGate.PeerOf(peer.RemoteEndPoint);
        if (peer.RemoteEndPoint is not IPEndPoint from || _strangers.IsOne(UdpPeer.From(from).Address) || !_gate.TryEnter(address))
        {
            return;
        }

        try
        {
            using var stream = new NetworkStream(peer);
            for (var question = 0; question < MostQuestions; question++)
            {
                using var patience = new CancellationTokenSource(Idle, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _over.Token);
                if (await ReadAsync(stream, either.Token) is not { } message || await AnswerAsync(message, either.Token) is not { } answer)
                {
                    return;
                }

                await stream.WriteAsync(answer, either.Token);
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
        finally
        {
            _gate.Leave(address);
        }
    }

    /// <summary>A message with its length before it, as it goes back; null when the conversation is to end.</summary>
    private async Task<byte[]?> AnswerAsync(byte[] message, CancellationToken cancel)
    {
        var room = new byte[2 + Longest];
        var length = _responder.Answer(message, room.AsSpan(2), isStream: true, new DnsCounters(), out var isOthers);
        if (isOthers)
        {
            return await AskOthersAsync(message, cancel);
        }

        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)length);
        return length == 0 ? null : room[..(2 + length)];
    }

    private async Task<byte[]?> AskOthersAsync(byte[] message, CancellationToken cancel)
    {
        byte[]? noHelp = null;
        for (ForwarderOrder.Ask? asked = _order.First(Now()); asked is { } ask; asked = _order.Next(ask))
        {
            var answer = await AskAsync(_others[ask.Server], message, cancel);
            if (answer is null)
            {
                _order.Silent(ask.Server, Now());
            }
            else if (ForwarderOrder.IsNoHelp(answer.AsSpan(2)))
            {
                noHelp = answer; // another one may know
            }
            else
            {
                _order.Answered(ask.Server, Now());
                return answer;
            }
        }

        return noHelp;
    }

    private long Now() => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>What a server answers, with its length before it; null when it does not.</summary>
    private async Task<byte[]?> AskAsync(UdpPeer other, byte[] message, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(OthersPatience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(other.ToEndPoint(), either.Token);
            using var stream = new NetworkStream(socket);
            var framed = new byte[2 + message.Length];
            BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
            message.CopyTo(framed, 2);
            await stream.WriteAsync(framed, either.Token);
            return await ReadAsync(stream, either.Token) is { Length: >= DnsQuestion.HeaderLength } answer
                && answer.AsSpan(0, 2).SequenceEqual(message.AsSpan(0, 2))
                ? [(byte)(answer.Length >> 8), (byte)answer.Length, .. answer]
                : null;
        }
        catch (Exception silent) when (silent is IOException or SocketException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<byte[]?> ReadAsync(NetworkStream stream, CancellationToken cancel)
    {
        var length = new byte[2];
        if (await stream.ReadAtLeastAsync(length, 2, throwOnEndOfStream: false, cancel) < 2)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(message, cancel);
        return message;
    }
}
