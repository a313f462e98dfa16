using BootService.Core.Doctor;
using BootService.Core.Networks;
using BootService.Dhcp;
using BootService.Protocols.Arp;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Doctor;

/// <summary>Who answered on a segment.</summary>
/// <param name="Servers">DHCP and PXE servers other than this machine.</param>
/// <param name="Owners">Cards that claim our address.</param>
/// <param name="WhyNot">Why nothing could be asked; null when it could.</param>
internal sealed record SegmentAnswers(IReadOnlyList<ForeignServer> Servers, IReadOnlyCollection<MacAddress> Owners, string? WhyNot = null);

/// <summary>A machine that does not exist, and asks as if it did.</summary>
/// <param name="Card">Its card, of those that anybody may make up (IEEE 802, locally administered).</param>
internal sealed record SegmentStranger(MacAddress Card)
{
    /// <summary>The one that frontends which share this one's database know; another one each time where nobody does.</summary>
    public static SegmentStranger Of(PeerFrontends peers) => peers.Prober is { IsZero: false } card ? new(card) : New();

    /// <summary>One of its own.</summary>
    public static SegmentStranger New() => new(new MacAddress(((ulong)Random.Shared.NextInt64() & 0xFCFF_FFFF_FFFF) | 0x0200_0000_0000));
}

/// <summary>
/// Asks a segment as machines do: DISCOVERs of a machine that does not exist, plain and as PXE firmware, and an ARP probe for our own address. Nothing is
/// accepted, so nothing is leased.
/// </summary>
/// <remarks>
/// Frames leave by a packet socket, which our own server does not hear. Answers are asked for by broadcast, since no card has the address they would go to.
/// </remarks>
internal sealed class SegmentProbe(Frontend frontend, IReadOnlyCollection<Ipv4> own, TimeProvider time)
{
    // A server that looks for an address by ping before it offers it takes three seconds (dnsmasq).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly uint _transaction = (uint)Random.Shared.Next();

    /// <summary>The machine that asks.</summary>
    public SegmentStranger Stranger { get; init; } = SegmentStranger.New();

    /// <summary>Whether each question is asked once, by somebody who asks again in a while.</summary>
    public bool Once { get; init; }

    /// <summary>Asks, and gathers what is answered. Blocks for some seconds.</summary>
    public SegmentAnswers Ask(CancellationToken cancel)
    {
        using var ip = PacketSocket.TryOpen(frontend.Interface, EtherType.Ipv4, Glance, out var why);
        ip?.TakeOnlyUdpTo(68);
        using var arp = PacketSocket.TryOpen(frontend.Interface, EtherType.Arp, Glance, out _);
        if (ip is null || arp is null)
        {
            return new SegmentAnswers([], [], why ?? "the kernel refused a packet socket");
        }

        var servers = new List<ForeignServer>();
        var owners = new HashSet<MacAddress>();
        var frame = new byte[2048];
        var began = time.GetTimestamp();
        for (var asked = -Patience * 2; time.GetElapsedTime(began) is var elapsed && elapsed < Patience && !cancel.IsCancellationRequested;)
        {
            if (elapsed - asked >= (Once ? Patience * 2 : Again))
            {
                asked = elapsed;
                Send(ip, arp);
            }

            if (ip.Receive(frame) is var length and > 0 && UdpFrame.TryParse(frame.AsSpan(0, length), out var datagram)
                && ForeignServer.Read(datagram, _transaction) is { } server && !own.Contains(server.Address))
            {
                servers.Add(server);
            }

            while (arp.Receive(frame) is var size and > 0)
            {
                if (ArpFrame.TryParse(frame.AsSpan(0, size), out var claim) && claim is { IsRequest: false } && claim.Claims(frontend.Address))
                {
                    owners.Add(claim.SenderMac);
                }
            }
        }

        return new SegmentAnswers(ForeignServer.Merge(servers), owners);
    }

    private void Send(PacketSocket ip, PacketSocket arp)
    {
        Span<byte> probe = stackalloc byte[ArpFrame.Length];
        ArpFrame.Probe(frontend.Mac, frontend.Address).CopyTo(probe);
        arp.Send(probe);
        Span<byte> frame = stackalloc byte[UdpFrame.HeaderLength + 400];
        foreach (var architecture in new int?[] { null, 0, 7 })
        {
            var length = Write(frame[UdpFrame.HeaderLength..], architecture);
            var whole = frame[..(UdpFrame.HeaderLength + length)];
            UdpFrame.WriteHeaders(whole, frontend.Mac, MacAddress.Broadcast, (Ipv4.Any, 68), (Ipv4.Broadcast, 67));
            ip.Send(whole);
        }
    }

    private int Write(Span<byte> datagram, int? architecture)
    {
        var writer = new DhcpRequestWriter(datagram, DhcpMessageType.Discover, Stranger.Card, _transaction) { WantsBroadcast = true };
        writer.Add(DhcpOptionCode.ParameterRequestList, [1, 3, 6, 43, 54, 60, 66, 67]);
        if (architecture is { } type)
        {
            writer.AddText(DhcpOptionCode.VendorClass, $"PXEClient:Arch:{type:d5}:UNDI:003016");
            writer.Add(DhcpOptionCode.ClientArchitecture, (ushort)type);
            writer.Add(DhcpOptionCode.ClientNetworkInterface, [1, 3, 16]);
            writer.Add(DhcpOptionCode.ClientMachineIdentifier, new byte[17]);
        }

        return writer.Finish();
    }
}
