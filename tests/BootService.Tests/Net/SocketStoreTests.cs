using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Net;
using Xunit;

namespace BootService.Tests.Net;

/// <summary>
/// What is said to the service manager, and what becomes of the sockets it kept. That it does keep them is tried with a restart in the middle of a storm.
/// </summary>
public sealed class SocketStoreTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"bootservice-{Guid.NewGuid():N}.sock");
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public SocketStoreTests()
    {
        _manager.Bind(new UnixDomainSocketEndPoint(_path));
        _manager.ReceiveTimeout = 10_000;
    }

    public void Dispose()
    {
        _manager.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void A_socket_is_kept_and_forgotten_under_the_name_of_its_address()
    {
        using var listening = Listening();
        using var store = new SocketStore(_path, []);
        Assert.True(store.Keep(listening));
        Assert.Equal($"FDSTORE=1\nFDNAME={NameOf(listening)}\n", Told());
        store.Forget(listening.LocalEndPoint!);
        Assert.Equal($"FDSTOREREMOVE=1\nFDNAME={NameOf(listening)}\n", Told());
    }

    [Fact]
    public void What_was_kept_is_taken_once_by_its_address()
    {
        using var kept = Listening();
        using var store = new SocketStore(_path, [kept]);
        Assert.True(store.Has(kept.LocalEndPoint!));
        Assert.False(store.Has(new IPEndPoint(IPAddress.Parse("127.0.0.2"), PortOf(kept))));
        Assert.Same(kept, store.Take(kept.LocalEndPoint!));
        Assert.Null(store.Take(kept.LocalEndPoint!));
        store.ForgetTheRest();
        Assert.Equal(PortOf(kept), PortOf(kept.LocalEndPoint!));
    }

    [Fact]
    public void What_nobody_took_is_closed_here_and_there()
    {
        var kept = Listening();
        var (at, name) = (kept.LocalEndPoint!, NameOf(kept));
        using var store = new SocketStore(_path, [kept]);
        store.ForgetTheRest();
        Assert.Equal($"FDSTOREREMOVE=1\nFDNAME={name}\n", Told());
        Assert.False(store.Has(at));
        using var knocking = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => knocking.Connect(at)).SocketErrorCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_manager_nothing_is_kept_and_nothing_fails(bool named)
    {
        using var listening = Listening();
        using var store = new SocketStore(named ? _path + ".gone" : null, []);
        Assert.False(store.Keep(listening));
        store.Forget(listening.LocalEndPoint!);
        Assert.Equal(0, _manager.Available);
    }

    private static Socket Listening()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static int PortOf(Socket socket) => PortOf(socket.LocalEndPoint!);

    private static int PortOf(EndPoint at) => ((IPEndPoint)at).Port;

    private static string NameOf(Socket socket) => $"http-127.0.0.1-{PortOf(socket)}";

    private string Told()
    {
        var octets = new byte[512];
        return Encoding.ASCII.GetString(octets, 0, _manager.Receive(octets));
    }
}
