using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;
using BootService.Tftp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace BootService.Tests.Tftp;

/// <summary>Hostile peers on real sockets of the loopback interface, while honest machines boot.</summary>
public sealed class TftpHostileTests : IDisposable
{
    private const int HonestClients = 8;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tftp");
    private readonly byte[] _initrd = new byte[2_000_003];
    private readonly TftpServer _server;

    public TftpHostileTests()
    {
        new Random(4).NextBytes(_initrd);
        File.WriteAllBytes(PathOf("initrd"), _initrd);
        Directory.CreateDirectory(PathOf("folder"));
        File.CreateSymbolicLink(PathOf("device"), "/dev/zero");
        File.CreateSymbolicLink(PathOf("outside"), "/etc/hostname");
        _server = new TftpServer(
            new TftpLink(Ipv4.Parse("127.0.0.1")), Options.Create(new TftpSettings { Port = 0, Workers = 1, MaxTransfers = 12_000 }),
            new FolderFiles(new Files.BootFolder(_directory.FullName)), new RecordedEvents(), TimeProvider.System, NullLoggerFactory.Instance);
        _server.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    private TftpCounters Counted => _server.Counters[0];

    public void Dispose()
    {
        _server.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_flood_of_acknowledgements_is_counted_and_harms_nobody()
    {
        using var flooder = Bound();
        var port = Begin(flooder);
        await ServeDuring(() => Send(flooder, "\0\u0004\0\u0000"u8, port));

        Assert.True(Counted.IdleAcknowledgements > 0);
        Assert.Equal(HonestClients, Counted.Completed);
    }

    [Fact]
    public async Task Packets_from_forged_ports_are_told_so_and_harm_nobody()
    {
        var ports = _server.Sockets.Select(socket => socket.Local).Where(port => port != _server.Local).ToArray();
        await ServeDuring(() =>
        {
            using var forger = Bound();
            foreach (var port in ports)
            {
                Send(forger, "\0\u0004\0\u0001"u8, port.ToEndPoint());
                Send(forger, "\0\u0005\0\u0000stop\0"u8, port.ToEndPoint());
            }
        });

        Assert.True(Counted.UnknownTransfers > 0);
        Assert.Equal((HonestClients, 0), (Counted.Completed, Counted.StoppedByPeer));
    }

    [Fact]
    public async Task Junk_of_500_bytes_on_every_port_is_dropped_and_counted()
    {
        var ports = _server.Sockets.Select(socket => socket.Local.ToEndPoint()).ToArray();
        var random = new Random(6);
        var junk = new byte[500];
        using var sender = Bound();
        await ServeDuring(() =>
        {
            random.NextBytes(junk);
            junk[0] = 0xff; // no opcode: what looks like a request is another test's
            Array.ForEach(ports, port => Send(sender, junk, port));
        });

        Assert.True(Counted.Malformed > 0);
        Assert.Equal(HonestClients, Counted.Completed);
    }

    [Fact]
    public async Task Ten_thousand_half_open_transfers_leave_room_and_rate_for_others()
    {
        const int HalfOpen = 10_000;
        for (var client = 0; client < HalfOpen; client++)
        {
            // From many addresses: one alone has a limit of its own. The socket is gone before the answer comes.
            using var socket = Bound(new IPAddress([127, 1, (byte)(client >> 8), (byte)client]));
            Send(socket, "\0\u0001initrd\0octet\0blksize\01024\0"u8, _server.Local.ToEndPoint());
            Keep(() => Counted.Requests > client - 200);
        }

        Keep(() => Counted.Requests >= HalfOpen);
        var open = Counted.Open;
        await ServeDuring(() => { });

        Assert.InRange(open, HalfOpen - 200, HalfOpen); // on a machine slow enough the first have been given up by now
        Assert.Equal(HonestClients, Counted.Completed);
        Assert.Equal(0, Counted.OverTotalLimit + Counted.OverPeerLimit);
    }

    [Theory]
    [InlineData("../../etc/passwd", TftpErrorCode.AccessViolation)]
    [InlineData("..\\..\\etc\\passwd", TftpErrorCode.AccessViolation)]
    [InlineData("folder/../../etc/passwd", TftpErrorCode.AccessViolation)]
    [InlineData("outside", TftpErrorCode.AccessViolation)]
    [InlineData("folder", TftpErrorCode.AccessViolation)]
    [InlineData("device", TftpErrorCode.AccessViolation)]
    [InlineData("initrd\u0001", TftpErrorCode.AccessViolation)]
    [InlineData("", TftpErrorCode.AccessViolation)]
    [InlineData("absent", TftpErrorCode.FileNotFound)]
    [InlineData("initrd\0.txt", TftpErrorCode.IllegalOperation)]
    public void What_must_not_be_read_is_refused_with_its_error(string name, TftpErrorCode code)
    {
        using var client = Bound();
        Send(client, Encoding.ASCII.GetBytes($"\0\u0001{name}\0octet\0"), _server.Local.ToEndPoint());
        var room = new byte[600];
        var length = client.Receive(room);

        Assert.Equal(TftpFault.None, TftpPacket.TryParse(room.AsSpan(0, length), out var packet));
        Assert.Equal((TftpOpcode.Error, code), (packet.Opcode, packet.ErrorCode));
        Assert.False(packet.ErrorText.IsEmpty);
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>Honest machines read a file to its end, every byte compared, while somebody does something again and again.</summary>
    private async Task ServeDuring(Action mischief)
    {
        using var over = new CancellationTokenSource();
        var mischievous = Task.Run(
            () =>
            {
                do
                {
                    // No faster than the server reads: what the kernel drops for want of room is no test of the server.
                    var before = _server.Sockets.Sum(socket => socket.Counters.Received);
                    mischief();
                    SpinWait.SpinUntil(() => over.IsCancellationRequested || _server.Sockets.Sum(socket => socket.Counters.Received) > before);
                }
                while (!over.IsCancellationRequested);
            },
            TestContext.Current.CancellationToken);
        var reads = Enumerable.Range(1, HonestClients)
            .Select(client => Task.Run(() => SocketReader.Read(_server.Local, "initrd", new TftpOptions(1024 + client, 0, null, client))));
        foreach (var content in await Task.WhenAll(reads))
        {
            Assert.True(_initrd.AsSpan().SequenceEqual(content), "the content differs");
        }

        await over.CancelAsync();
        await mischievous;
        Keep(() => Counted.Completed == HonestClients);
    }

    /// <summary>Opens a transfer that is never answered properly; returns the port it is served from.</summary>
    private EndPoint Begin(Socket socket)
    {
        Send(socket, "\0\u0001initrd\0octet\0windowsize\04\0"u8, _server.Local.ToEndPoint());
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        socket.ReceiveFrom(new byte[600], ref from);
        return from;
    }

    private static void Keep(Func<bool> holds) => Assert.True(SpinWait.SpinUntil(holds, 60_000), "the server did not get there within a minute");

    private static Socket Bound(IPAddress? address = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 60_000 };
        socket.Bind(new IPEndPoint(address ?? IPAddress.Loopback, 0));
        return socket;
    }

    private static void Send(Socket socket, ReadOnlySpan<byte> datagram, EndPoint to) => socket.SendTo(datagram, to);
}
