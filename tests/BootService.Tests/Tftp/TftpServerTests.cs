using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Files;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;
using BootService.Tftp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace BootService.Tests.Tftp;

/// <summary>The server on real sockets of the loopback interface.</summary>
public sealed class TftpServerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tftp");
    private readonly RecordedEvents _events = new();
    private readonly List<TftpServer> _servers = [];

    public void Dispose()
    {
        _servers.ForEach(server => server.Dispose());
        _directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Forty_clients_at_once_each_get_every_byte(int workers)
    {
        var bytes = new byte[3_000_017];
        new Random(3).NextBytes(bytes);
        await File.WriteAllBytesAsync(Path.Combine(_directory.FullName, "initrd"), bytes, TestContext.Current.CancellationToken);
        var server = Start(new TftpSettings { Port = 0, Workers = workers });
        var reads = Enumerable.Range(1, 40)
            .Select(
                client => Task.Run(
                    () => SocketReader.Read(server.Local, "initrd", new TftpOptions(200 + (client * 30), 0, null, client)),
                    TestContext.Current.CancellationToken));
        foreach (var content in await Task.WhenAll(reads))
        {
            Assert.True(bytes.AsSpan().SequenceEqual(content), "the content differs");
        }

        Assert.Equal(40, server.Counters.Sum(total => total.Requests - total.RepeatedRequests));
    }

    [Fact]
    public void Transfers_leave_from_the_ports_that_are_set()
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "f"), "content");
        var taken = DatagramSockets.Open(new DatagramSocketOptions { Address = Ipv4.Parse("127.0.0.1") });
        var first = taken.Local.Port;
        using (taken)
        {
            var server = Start(new TftpSettings { Port = 0, Workers = 1, DataPorts = $"{first}-{first + 5}" });
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
            socket.SendTo("\0\u0001f\0octet\0"u8, server.Local.ToEndPoint());
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            var room = new byte[600];
            Assert.Equal(11, socket.ReceiveFrom(room, ref from));
            Assert.InRange(((IPEndPoint)from).Port, first + 1, first + 5);
        }
    }

    [Fact]
    public void A_client_that_keeps_its_port_gets_its_next_file_from_another_port_of_the_server()
    {
        var names = Enumerable.Range(0, 20).Select(number => $"f{number}").ToArray();
        foreach (var name in names)
        {
            File.WriteAllText(Path.Combine(_directory.FullName, name), $"content of {name}");
        }

        var server = Start(new TftpSettings { Port = 0, Workers = 2 });
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint previous = new IPEndPoint(IPAddress.Any, 0);
        foreach (var name in names)
        {
            previous = ReadTwice(socket, server.Local, name, previous);
        }

        Assert.True(SpinWait.SpinUntil(() => server.Counters.Sum(total => total.Completed) == names.Length, 10_000));
        Assert.Equal(0, server.Counters.Sum(total => total.UnknownTransfers));
    }

    [Fact]
    public void Workers_share_a_narrow_range_of_ports()
    {
        using var spare = DatagramSockets.Open(new DatagramSocketOptions { Address = Ipv4.Parse("127.0.0.1") });
        var first = spare.Local.Port;
        var server = Start(new TftpSettings { Port = 0, Workers = 2, DataPorts = $"{first}-{first + 6}" });
        var ports = server.Sockets.Select(socket => socket.Local.Port).Where(port => port != server.Local.Port).ToArray();
        Assert.Equal(6, ports.Length); // three of seven each, with the first one taken
        Assert.All(ports, port => Assert.InRange(port, first + 1, first + 6));
        Assert.Distinct(ports);
    }

    [Fact]
    public void A_taken_port_stops_the_start_with_a_sentence()
    {
        var first = Start(new TftpSettings { Port = 0, Workers = 1 });
        var refused = Assert.Throws<IOException>(() => Start(new TftpSettings { Port = first.Local.Port, Workers = 1 }));
        Assert.Contains("is in use by another program", refused.Message);
    }

    [Fact]
    public void A_server_switched_off_opens_nothing() => Assert.Empty(Start(new TftpSettings { Enabled = false }).Sockets);

    private TftpServer Start(TftpSettings settings)
    {
        var server = new TftpServer(
            new TftpLink(Ipv4.Parse("127.0.0.1")), Options.Create(settings), new FolderFiles(new BootFolder(_directory.FullName)), _events, TimeProvider.System,
            NullLoggerFactory.Instance);
        _servers.Add(server);
        server.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return server;
    }

    /// <summary>Asks for a small file and answers only when it came a second time, so that a late packet of it may follow into the next file.</summary>
    private static EndPoint ReadTwice(Socket socket, UdpPeer server, string name, EndPoint previous)
    {
        var room = new byte[600];
        socket.SendTo(Encoding.ASCII.GetBytes($"\0\u0001{name}\0octet\0"), server.ToEndPoint());
        for (var copies = 0; copies < 2;)
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            var length = socket.ReceiveFrom(room, ref from);
            if (from.Equals(previous))
            {
                continue; // late, of the file before
            }

            Assert.Equal($"\0\u0003\0\u0001content of {name}", Encoding.ASCII.GetString(room, 0, length));
            if (++copies == 2)
            {
                socket.SendTo("\0\u0004\0\u0001"u8, from);
                socket.SendTo("\0\u0004\0\u0001"u8, from);
                return from;
            }
        }

        return previous;
    }
}
