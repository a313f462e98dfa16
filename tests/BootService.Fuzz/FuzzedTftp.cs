using System.Buffers.Binary;
using BootService.Core.Events;
using BootService.Files;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;
using BootService.Tftp;
using Microsoft.Extensions.Logging.Abstractions;

namespace BootService.Fuzz;

/// <summary>The TFTP engine with all its transfers, with a story of datagrams as its input: what four clients send to which port, and when.</summary>
/// <remarks>
/// A story is datagrams one after the other, each with a head of four octets: flags, how long after the last one (its square, in milliseconds), and
/// the datagram's length, low octet first. Flags: 1 to a port of the transfers (else the port of requests); 2 and 4 the client; 8, 16 and 32 which of
/// those ports; 64 the client answers properly what it heard last, whatever the datagram says.
/// </remarks>
internal sealed class FuzzedTftp : IBootFiles, IBootEvents
{
    private const int HeadLength = 4;
    private const int Ports = 8;
    private const byte TransferFlag = 1;
    private const byte AnswerFlag = 64;
    private const int LargestBlock = 1468;
    private const int LongestRest = 40;

    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(at => (byte)(32 + (((at * 7) + (at / 251)) % 90)))];

    private readonly TftpSettings _settings = new() { Workers = 1, MaxTransfers = 6, MaxTransfersPerPeer = 3 };
    private readonly FuzzedClient[] _clients =
        [.. Enumerable.Range(0, 4).Select(number => new FuzzedClient(new UdpPeer(new Ipv4(0x0A010001u + (uint)(number / 3)), (ushort)(2000 + number))))];
    private readonly FuzzedWire[] _wires;
    private readonly TftpEngine _engine;
    private long _now = 1_000_000;
    private int _sent;

    private FuzzedTftp()
    {
        _wires = [.. Enumerable.Range(0, Ports).Select(port => new FuzzedWire((ushort)(50_000 + port), (to, octets) => Check(to, octets, port)))];
        var requests = new TftpRequests(
            this, new TftpContent(1 << 20), new TftpLimits(LargestBlock, _settings.MaxWindowSize), NullLogger<TftpRequests>.Instance);
        _engine = new TftpEngine(requests, new TftpEvents(this, TimeProvider.System), _settings, _wires, new TftpCounters());
    }

    /// <summary>Plays a story to its end and lets time pass until nothing is open.</summary>
    /// <returns>Datagrams the server sent.</returns>
    /// <exception cref="InvalidOperationException">The server did what it must never do.</exception>
    public static int Play(ReadOnlySpan<byte> story)
    {
        var server = new FuzzedTftp();
        server.Hear(story);
        server.Rest();
        return server._clients.Sum(client => client.Heard);
    }

    public BootFile Find(ReadOnlySpan<char> name, Ipv4 requester, Ipv4 asked) => name switch
    {
        "f" => new BootFile.Rendered(Content),
        "e" => new BootFile.Rendered(default),
        "no" => new BootFile.Refused("it may not be read"),
        "bad" => throw new InvalidOperationException("this file breaks the server's code"),
        _ => new BootFile.Missing("file not found"),
    };

    public void Sent(BootFile file, TimeSpan took) => Demand(file is not BootFile.Missing { Effects: not null }, "a file that is not there had consequences");

    public void Post(in BootEvent happened) => _ = EventSentences.Why(happened)?.Length;

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private void Hear(ReadOnlySpan<byte> story)
    {
        while (story.Length >= HeadLength)
        {
            var (flags, pause) = (story[0], story[1]);
            var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(story[2..]), story.Length - HeadLength);
            Pass(pause * pause);
            Hear(story.Slice(HeadLength, length), flags);
            story = story[(HeadLength + length)..];
        }
    }

    private void Hear(ReadOnlySpan<byte> datagram, byte flags)
    {
        var client = _clients[(flags >> 1) & 3];
        _sent = 0;
        if ((flags & AnswerFlag) != 0)
        {
            Span<byte> answer = stackalloc byte[TftpPacket.HeaderLength];
            _ = TftpWriter.Acknowledge(answer, client.Block);
            _engine.HandleTransfer(new ReceivedDatagram { Payload = answer, Peer = client.Peer }, client.Port, _now);
        }
        else if ((flags & TransferFlag) != 0)
        {
            _engine.HandleTransfer(new ReceivedDatagram { Payload = datagram, Peer = client.Peer }, (flags >> 3) % Ports, _now);
        }
        else
        {
            _engine.HandleRequest(new ReceivedDatagram { Payload = datagram, Peer = client.Peer }, _now);
        }

        _engine.Flush();
        Demand(_sent <= _settings.MaxWindowSize, "one datagram was answered by more than a window");
        Demand(_engine.Open <= _clients.Length, "more transfers are open than there are clients");
    }

    private void Pass(int milliseconds)
    {
        for (var left = milliseconds; left > 0; left -= TftpTimers.TickLength * LongestRest)
        {
            _now += Math.Min(left, TftpTimers.TickLength * LongestRest);
            _sent = 0;
            _engine.Advance(_now);
            _engine.Flush();
            Demand(_sent <= _clients.Length * (_settings.MaxWindowSize + 1), "silence was answered by a flood");
        }
    }

    private void Rest()
    {
        Pass((int)(_settings.GiveUpAfter + _settings.GiveUpSilentAfter).TotalMilliseconds);
        Demand(_engine.Open == 0, "a transfer outlives its client");
    }

    /// <summary>What holds of every datagram, whatever was asked.</summary>
    private void Check(UdpPeer to, ReadOnlySpan<byte> octets, int port)
    {
        _sent++;
        var client = _clients.SingleOrDefault(client => client.Peer == to);
        Demand(client is not null, "a datagram goes to somebody who never asked");
        Demand(TftpPacket.TryParse(octets, out var packet) is TftpFault.None, "a datagram cannot be read");
        Demand(octets.Length <= LargestBlock + TftpPacket.HeaderLength, "a datagram is longer than any that was agreed on");
        switch (packet.Opcode)
        {
            case TftpOpcode.OptionAcknowledge:
                client!.Hear(port, 0, packet.Options.BlockSize);
                break;
            case TftpOpcode.Data:
                Demand(IsBlock(packet, client!.BlockSizes), "a block has other bytes than the file");
                client.Hear(port, packet.Block, null);
                break;
            case TftpOpcode.Error:
                Demand(octets[^1] == 0 && octets.Length < 260, "an error is too long or does not end");
                client!.Hear(port, null, null);
                break;
            default:
                Demand(false, $"a server sends no {packet.Opcode}");
                break;
        }
    }

    private static bool IsBlock(TftpPacket packet, List<int> sizes)
    {
        foreach (var size in sizes)
        {
            if (IsBlock(packet, size))
            {
                return true;
            }
        }

        return packet.Data.IsEmpty; // the file without content
    }

    private static bool IsBlock(TftpPacket packet, int size)
    {
        const int Rollover = 65_536;
        for (long block = packet.Block == 0 ? Rollover : packet.Block; (block - 1) * size <= Content.Length; block += Rollover)
        {
            var rest = Content.AsSpan((int)((block - 1) * size));
            if (packet.Data.SequenceEqual(rest[..Math.Min(size, rest.Length)]))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A client of a story, and what it has heard.</summary>
internal sealed class FuzzedClient(UdpPeer peer)
{
    public UdpPeer Peer => peer;

    /// <summary>Datagrams that came.</summary>
    public int Heard { get; private set; }

    /// <summary>The server's port the last one came from, by its number.</summary>
    public int Port { get; private set; }

    /// <summary>The block the last one had; 0 for an OACK.</summary>
    public ushort Block { get; private set; }

    /// <summary>Every block size this client was ever granted: which transfer a late block is of cannot be told from outside.</summary>
    public List<int> BlockSizes { get; } = [TftpOptions.DefaultBlockSize];

    public void Hear(int port, ushort? block, int? blockSize)
    {
        Heard++;
        Port = port;
        Block = block ?? Block;
        if (blockSize is { } granted && !BlockSizes.Contains(granted))
        {
            BlockSizes.Add(granted);
        }
    }
}
