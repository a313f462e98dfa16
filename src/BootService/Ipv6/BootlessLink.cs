using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Core.Networks;
using BootService.Protocols.Ipv6;

namespace BootService.Ipv6;

/// <summary>Answers on one wire that nothing is to be had there by IPv6, for as long as no router says otherwise.</summary>
internal sealed class BootlessLink : IDisposable
{
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;

    /// <summary>Routers answer a question within half a second (RFC 4861 §6.2.6), and one that has just come up speaks a moment later.</summary>
    private static readonly TimeSpan Listen = TimeSpan.FromSeconds(4);

    /// <summary>The longest a router is silent between two words (RFC 4861 §6.2.1: MaxRtrAdvInterval), and a minute more.</summary>
    private static readonly TimeSpan RouterSilence = TimeSpan.FromSeconds(1800 + 60);

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _routers;
    private readonly Socket _servers;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly IPEndPoint _everyone;
    private readonly IPEndPoint _everyRouter;
    private readonly Task _work;
    private long _heardRouter;

    private BootlessLink(Frontend frontend, int index, Socket routers, Socket servers, TimeProvider time)
    {
        (Frontend, Index, _routers, _servers, _time, _began) = (frontend, index, routers, servers, time, time.GetTimestamp());
        _everyone = new IPEndPoint(Multicast("ff02::1", index), 0);
        _everyRouter = new IPEndPoint(Multicast("ff02::2", index), 0);
        _work = Task.WhenAll(
            Task.Run(() => ReadAsync(_routers, 1500, OnRouterMessage)), Task.Run(() => ReadAsync(_servers, 1500, OnServerMessage)),
            Task.Run(AskAsync));
    }

    /// <summary>This machine on the wire.</summary>
    public Frontend Frontend { get; }

    /// <summary>The kernel's number of the interface.</summary>
    public int Index { get; }

    /// <summary>Whether we speak: nobody else was heard for long enough.</summary>
    private bool Speaks =>
        _time.GetElapsedTime(_began) >= Listen
        && (Interlocked.Read(ref _heardRouter) is var heard && (heard == 0 || _time.GetElapsedTime(heard) > RouterSilence));

    /// <summary>Opens both sockets on an interface.</summary>
    /// <returns>Null when it has no IPv6, another program has DHCPv6's port, or we may not.</returns>
    public static BootlessLink? TryOpen(Frontend frontend, int index, TimeProvider time, out string? why)
    {
        if (IsOff(frontend.Interface))
        {
            why = "IPv6 is switched off on it";
            return null;
        }

        Socket? routers = null, servers = null;
        try
        {
            routers = new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
            Tie(routers, frontend.Interface);
            routers.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
            routers.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(IPAddress.Parse("ff02::2"), index));
            routers.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, index);
            routers.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastLoopback, 0);

            // RFC 4861 §6.1: receivers drop what has crossed a router.
            routers.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, 255);
            servers = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            Tie(servers, frontend.Interface);
            servers.Bind(new IPEndPoint(IPAddress.IPv6Any, Dhcp6Solicitation.ServerPort));
            servers.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(IPAddress.Parse("ff02::1:2"), index));
            why = null;
            return new BootlessLink(frontend, index, routers, servers, time);
        }
        catch (SocketException refused)
        {
            routers?.Dispose();
            servers?.Dispose();
            why = refused.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "another program has DHCPv6's port",
                SocketError.AccessDenied or SocketError.OperationNotSupported => "the daemon may not open a raw socket: give it CAP_NET_RAW",
                _ => "it has no IPv6",
            };
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait();
        _routers.Dispose();
        _servers.Dispose();
        _stop.Dispose();
    }

    private static void Tie(Socket socket, string card) => socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(card + "\0"));

    private static bool IsOff(string card) =>
        Path.Combine("/proc/sys/net/ipv6/conf", card, "disable_ipv6") is var setting && File.Exists(setting) && File.ReadAllText(setting).StartsWith('1');

    private static IPAddress Multicast(string group, int index) => new(IPAddress.Parse(group).GetAddressBytes(), index);

    // Before we say that there is no router, routers are asked.
    private async Task AskAsync()
    {
        for (var times = 0; times < 3 && !_stop.IsCancellationRequested; times++)
        {
            Send(_routers, RouterDiscovery.Question, _everyRouter);
            await Task.Delay(TimeSpan.FromSeconds(1), _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(Socket socket, int longest, Action<ReadOnlyMemory<byte>, EndPoint> answer)
    {
        var packet = new byte[longest];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var got = await socket.ReceiveFromAsync(packet, SocketFlags.None, new IPEndPoint(IPAddress.IPv6Any, 0), _stop.Token);
                answer(packet.AsMemory(0, got.ReceivedBytes), got.RemoteEndPoint);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The interface is down or gone; it is opened anew when it is back.
                await Task.Delay(TimeSpan.FromSeconds(1), _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void OnRouterMessage(ReadOnlyMemory<byte> message, EndPoint from)
    {
        if (RouterDiscovery.IsRouterSpeaking(message.Span))
        {
            Interlocked.Exchange(ref _heardRouter, _time.GetTimestamp());
        }
        else if (RouterDiscovery.IsQuestion(message.Span) && Speaks)
        {
            Send(_routers, RouterDiscovery.NoRouterHere, _everyone);
        }
    }

    private void OnServerMessage(ReadOnlyMemory<byte> message, EndPoint from)
    {
        if (Speaks && Dhcp6Solicitation.TryParse(message.Span, out var solicitation))
        {
            Span<byte> reply = stackalloc byte[Dhcp6Solicitation.Capacity];
            Send(_servers, reply[..solicitation.WriteNothingHere(reply, Frontend.Mac)], from);
        }
    }

    private static void Send(Socket socket, ReadOnlySpan<byte> message, EndPoint to)
    {
        try
        {
            socket.SendTo(message, SocketFlags.None, to);
        }
        catch (SocketException)
        {
            // Whoever asked asks again; our own first question goes out before the wire is known to have no other machine of our address.
        }
    }
}
