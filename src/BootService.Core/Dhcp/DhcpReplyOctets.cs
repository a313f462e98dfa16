using BootService.Core.Reasons;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Pxe;

namespace BootService.Core.Dhcp;

/// <summary>Puts an answer into the octets of a reply: which options say it, and where they stand. Allocates nothing; owned by one thread.</summary>
/// <param name="fixedLease">The lease time of fixed addresses.</param>
public sealed class DhcpReplyOctets(TimeSpan fixedLease)
{
    private readonly byte[] _scratch = new byte[DhcpReplyWriter.ScratchLength];
    private readonly byte[] _joined = new byte[512];

    /// <summary>Options of the last reply that fitted nowhere.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Writes a reply.</summary>
    /// <param name="reply">Receives it.</param>
    /// <param name="request">What is answered.</param>
    /// <param name="answer">The answer; not silence.</param>
    /// <param name="facts">What it was decided from.</param>
    /// <param name="words">What the machine is told beside its address.</param>
    /// <param name="term">The lease time of a pool address; zero for a fixed one.</param>
    /// <returns>The reply's length.</returns>
    public int Write(Span<byte> reply, in DhcpMessage request, in DhcpAnswer answer, in DhcpFacts facts, DhcpParameters words, TimeSpan term)
    {
        var type = answer.Kind switch
        {
            DhcpAnswerKind.Offer => DhcpMessageType.Offer,
            DhcpAnswerKind.Refuse => DhcpMessageType.Nak,
            DhcpAnswerKind.Bootp => DhcpMessageType.None,
            _ => DhcpMessageType.Ack,
        };
        var writer = new DhcpReplyWriter(reply, _scratch, request, type);
        if (type is DhcpMessageType.None)
        {
            AddBootp(ref writer, request, answer, facts, words);
            return Finish(ref writer, request, facts, words);
        }

        writer.Add(DhcpOptionCode.ServerIdentifier, facts.Server);
        if (type is DhcpMessageType.Nak)
        {
            writer.AddText(DhcpOptionCode.Message, DhcpSentences.Of(answer.Why));
            if (!request.RelayAddress.IsAny)
            {
                writer.SetBroadcast();
            }
        }
        else
        {
            if (!answer.Address.IsAny)
            {
                AddLease(ref writer, request, answer, term > TimeSpan.Zero ? term : fixedLease);
            }

            writer.ClientAddress = answer.Kind is DhcpAnswerKind.Offer ? default : request.ClientAddress;
            AddNetwork(ref writer, facts, words);
            AddBoot(ref writer, request, facts, words);
        }

        return Finish(ref writer, request, facts, words);
    }

    private int Finish(ref DhcpReplyWriter writer, in DhcpMessage request, in DhcpFacts facts, DhcpParameters words)
    {
        request.TryGet(DhcpOptionCode.ParameterRequestList, _joined, out var list);
        var mayOverload = words.BootServer is null && !request.IsBootp;
        var length = writer.Finish(list, DhcpReplyWriter.LimitFor(request, facts.Network?.Mtu ?? 1500), mayOverload);
        LeftOut = writer.LeftOut;
        return length;
    }

    // There is little room: where to go on stands before all that the system finds out by itself. No lease, no server, no type: BOOTP has none of them.
    private static void AddBootp(ref DhcpReplyWriter writer, in DhcpMessage request, in DhcpAnswer answer, in DhcpFacts facts, DhcpParameters words)
    {
        writer.YourAddress = answer.Address;
        writer.ClientAddress = request.ClientAddress;
        AddBoot(ref writer, request, facts, words);
        if (words is { BootServer: not null, BootFile: null })
        {
            writer.EchoBootFile(request);
        }

        AddNetwork(ref writer, facts, words);
    }

    private static void AddLease(ref DhcpReplyWriter writer, in DhcpMessage request, in DhcpAnswer answer, TimeSpan lease)
    {
        var seconds = (uint)lease.TotalSeconds;

        // Machines that were switched on together do not renew together.
        var jitter = request.TransactionId % ((seconds / 16) + 1);
        writer.YourAddress = answer.Address;
        writer.Add(DhcpOptionCode.LeaseTime, seconds);
        writer.Add(DhcpOptionCode.RenewalTime, (seconds / 2) - jitter);
        writer.Add(DhcpOptionCode.RebindingTime, (seconds / 8 * 7) - jitter);
    }

    private static void AddNetwork(ref DhcpReplyWriter writer, in DhcpFacts facts, DhcpParameters words)
    {
        if (facts.Network is not { } network || facts.Mode is DhcpMode.Proxy)
        {
            return;
        }

        writer.Add(DhcpOptionCode.SubnetMask, network.Subnet.Mask);
        writer.Add(DhcpOptionCode.Router, network.Gateway ?? default);
        writer.Add(DhcpOptionCode.DomainNameServer, words.NameServers.AsSpan());
        writer.AddText(DhcpOptionCode.HostName, words.HostName);
        writer.AddText(DhcpOptionCode.DomainName, words.DomainName);
        writer.Add(DhcpOptionCode.BroadcastAddress, network.Subnet.Broadcast);
        if (network.Mtu != 1500)
        {
            writer.Add(DhcpOptionCode.InterfaceMtu, (ushort)network.Mtu);
        }
    }

    // Header fields and options say the same: shim and U-Boot read the header, edk2 the options (docs/firmware.md).
    private static void AddBoot(ref DhcpReplyWriter writer, in DhcpMessage request, in DhcpFacts facts, DhcpParameters words)
    {
        if (words.BootServer is null)
        {
            return;
        }

        writer.ServerAddress = facts.OwnAddress;
        writer.AddText(DhcpOptionCode.TftpServerName, words.BootServer);
        if (words.BootFile is { } file)
        {
            writer.TrySetBootFile(file);
            AddBootFile(ref writer, file, words);
        }

        if (!words.Does(QuirkActions.NoVendorClass))
        {
            writer.AddText(DhcpOptionCode.VendorClass, words.VendorClass);
        }

        if (words.Does(QuirkActions.TftpServerAddress))
        {
            writer.Add(DhcpOptionCode.TftpServerAddress, facts.OwnAddress);
        }

        Span<byte> encapsulated = stackalloc byte[PxeVendorOptions.Capacity];
        if (words.IsPxe && !words.Does(QuirkActions.NoVendorOptions))
        {
            var length = words.Does(QuirkActions.RaspberryPiMenu)
                ? PxeVendorOptions.WriteRaspberryPi(encapsulated)
                : PxeVendorOptions.WriteUseThisOffer(encapsulated, PxeVendorOptions.BootItemOf(request));
            writer.Add(DhcpOptionCode.VendorSpecific, encapsulated[..length]);
        }

        if (words.IsIpxe)
        {
            writer.Add(DhcpOptionCode.Ipxe, encapsulated[..PxeVendorOptions.WriteIpxe(encapsulated)]);
        }
    }

    private static void AddBootFile(ref DhcpReplyWriter writer, string file, DhcpParameters words)
    {
        const int LongestEnded = 255;
        if (!words.Does(QuirkActions.EndBootFile) || file.Length >= LongestEnded)
        {
            writer.AddText(DhcpOptionCode.BootFileName, file);
            return;
        }

        Span<char> ended = stackalloc char[LongestEnded];
        file.CopyTo(ended);
        ended[file.Length] = '\0';
        writer.AddText(DhcpOptionCode.BootFileName, ended[..(file.Length + 1)]);
    }
}
