using System.Text;
using BootService.Core.Events;
using BootService.Files;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;
using BootService.Tftp;
using Microsoft.Extensions.Logging.Abstractions;

namespace BootService.Tests.Tftp;

/// <summary>An engine with everything around it in the test's hands: files in a folder of its own, the wire, the time.</summary>
internal sealed class TftpBench : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tftp");
    private readonly Dictionary<UdpPeer, int> _heard = [];

    public TftpBench(TftpSettings? settings = null, int blockSize = TftpOptions.MaxBlockSize, long cache = 64 << 20, bool segments = true, int ports = 8)
    {
        Settings = settings ?? new TftpSettings { Workers = 1 };
        Folder = new BootFolder(_directory.FullName);
        Files = new FolderFiles(Folder);
        Wires = [.. Enumerable.Range(0, ports).Select(port => new MemoryWire(segments, (ushort)(50_000 + port)))];
        Content = new TftpContent(cache);
        var requests = new TftpRequests(Files, Content, new TftpLimits(blockSize, Settings.MaxWindowSize), NullLogger<TftpRequests>.Instance);
        Engine = new TftpEngine(requests, new TftpEvents(Events, TimeProvider.System), Settings, Wires, Counters);
    }

    public TftpSettings Settings { get; }

    public BootFolder Folder { get; }

    public FolderFiles Files { get; }

    /// <summary>The network as seen from each data port of the server.</summary>
    public MemoryWire[] Wires { get; }

    /// <summary>The first of them: clients without a past are served there.</summary>
    public MemoryWire Wire => Wires[0];

    public TftpContent Content { get; }

    public TftpCounters Counters { get; } = new();

    public RecordedEvents Events { get; } = new();

    public TftpEngine Engine { get; }

    public long Now { get; set; } = 1_000_000;

    public static UdpPeer Peer(int number) => new(Ipv4.Parse("10.1.0.0") with { Value = 0x0A010000u + (uint)number }, (ushort)(2000 + (number % 60_000)));

    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>Makes a file of random bytes.</summary>
    public byte[] Write(string name, int length, int seed = 7)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
        return bytes;
    }

    /// <summary>A read request arrives; returns what the server sent.</summary>
    public List<byte[]> Request(UdpPeer peer, string name, TftpOptions options = default, TftpMode mode = TftpMode.Octet)
    {
        var packet = new byte[700];
        return Request(peer, packet.AsSpan(0, TftpWriter.ReadRequest(packet, Encoding.UTF8.GetBytes(name), mode, options)));
    }

    public List<byte[]> Request(UdpPeer peer, ReadOnlySpan<byte> packet, int waited = 0)
    {
        Engine.HandleRequest(new ReceivedDatagram { Payload = packet, Peer = peer, Waited = waited }, Now);
        Engine.Flush();
        return Take(peer);
    }

    /// <summary>A packet of a transfer arrives at the port the peer heard from; returns what the server sent to that peer.</summary>
    public List<byte[]> Packet(UdpPeer peer, ReadOnlySpan<byte> packet) => Packet(peer, packet, HeardBy(peer));

    /// <inheritdoc cref="Packet(UdpPeer, ReadOnlySpan{byte})"/>
    public List<byte[]> Packet(UdpPeer peer, ReadOnlySpan<byte> packet, int port)
    {
        Engine.HandleTransfer(new ReceivedDatagram { Payload = packet, Peer = peer }, port, Now);
        Engine.Flush();
        return Take(peer);
    }

    public List<byte[]> Acknowledge(UdpPeer peer, long block) => Acknowledge(peer, block, HeardBy(peer));

    public List<byte[]> Acknowledge(UdpPeer peer, long block, int port)
    {
        Span<byte> packet = stackalloc byte[4];
        TftpWriter.Acknowledge(packet, block);
        return Packet(peer, packet, port);
    }

    /// <summary>The data port a peer last heard from; 0 for none.</summary>
    public int HeardBy(UdpPeer peer) => _heard.GetValueOrDefault(peer);

    /// <summary>Time passes, in ticks of the engine.</summary>
    public List<byte[]> Pass(UdpPeer peer, int milliseconds)
    {
        for (var end = Now + milliseconds; Now < end;)
        {
            Now = Math.Min(end, Now + TftpTimers.TickLength);
            Engine.Advance(Now);
            Engine.Flush();
        }

        return Take(peer);
    }

    public List<byte[]> Take(UdpPeer peer)
    {
        var all = new List<byte[]>();
        for (var port = 0; port < Wires.Length; port++)
        {
            var packets = Wires[port].Take(peer);
            if (packets.Count > 0)
            {
                _heard[peer] = port;
            }

            all.AddRange(packets);
        }

        return all;
    }

    public void Dispose()
    {
        Engine.Stop(Now);
        Folder.Dispose();
        _directory.Delete(recursive: true);
    }
}

/// <summary>Files of a folder, with rendered ones laid over them.</summary>
internal sealed class FolderFiles(BootFolder folder) : IBootFiles
{
    public Dictionary<string, Func<Ipv4, BootFile>> Rendered { get; } = [];

    public BootFile Find(ReadOnlySpan<char> name, Ipv4 requester, Ipv4 asked) =>
        Rendered.TryGetValue(name.ToString(), out var render) ? render(requester) : folder.Find(name);

    /// <summary>What was found for the answers that went out.</summary>
    public List<BootFile> Left { get; } = [];

    public void Sent(BootFile file, TimeSpan took) => Left.Add(file);
}

internal sealed class RecordedEvents : IBootEvents
{
    private readonly Lock _lock = new();
    private readonly List<BootEvent> _events = [];

    public BootEvent Last => All[^1];

    public IReadOnlyList<BootEvent> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public void Post(in BootEvent happened)
    {
        lock (_lock)
        {
            _events.Add(happened);
        }
    }
}

/// <summary>A socket whose network is a list. Bytes are copied at the flush, as the kernel does, so that memory given back too early shows.</summary>
internal sealed unsafe class MemoryWire(bool segments, ushort port) : IDatagramSocket
{
    private readonly byte[] _room = GC.AllocateArray<byte>(1 << 20, pinned: true);
    private readonly List<(nint Memory, int Length, UdpPeer To, int Segment)> _queued = [];
    private readonly Dictionary<UdpPeer, List<byte[]>> _sent = [];
    private int _used;

    public UdpPeer Local => new(Ipv4.Parse("10.1.255.254"), port);

    public int Descriptor => -1;

    public DatagramCounters Counters { get; } = new();

    public int SegmentLimit => segments ? DatagramLimits.MaxPayload : 0;

    /// <summary>Whether packets are kept for <see cref="Take"/>; without it the wire only swallows.</summary>
    public bool Keep { get; set; } = true;

    public int Receive() => 0;

    public ReceivedDatagram Received(int index) => default;

    public Span<byte> Reserve()
    {
        if (_used + DatagramLimits.MaxPayload > _room.Length)
        {
            Flush();
        }

        return _room.AsSpan(_used, DatagramLimits.MaxPayload);
    }

    public void Commit(int length, UdpPeer to, int segment = 0, DatagramSource from = default)
    {
        fixed (byte* start = _room)
        {
            Send((nint)start + _used, length, to, segment);
        }

        _used += length;
    }

    public void Send(nint memory, int length, UdpPeer to, int segment = 0) => _queued.Add((memory, length, to, segment));

    public void Flush()
    {
        foreach (var (memory, length, to, segment) in _queued)
        {
            var step = segment == 0 ? Math.Max(length, 1) : segment;
            for (var at = 0; at == 0 || at < length; at += step)
            {
                Counters.Sent++;
                if (Keep)
                {
                    System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_sent, to, out _) ??= [];
                    _sent[to].Add(new ReadOnlySpan<byte>((byte*)memory + at, Math.Min(step, length - at)).ToArray());
                }
            }
        }

        _queued.Clear();
        _used = 0;
    }

    /// <summary>What was sent to a peer since the last look.</summary>
    public List<byte[]> Take(UdpPeer peer)
    {
        _sent.Remove(peer, out var packets);
        return packets ?? [];
    }

    public void Dispose()
    {
    }
}
