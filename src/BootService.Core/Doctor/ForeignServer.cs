using System.Text;
using BootService.Core.Dhcp;
using BootService.Core.Networks;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Core.Doctor;

/// <summary>What another DHCP server on the segment answered to a question of ours.</summary>
/// <param name="Address">Its server identifier, else where the answer came from.</param>
/// <param name="Mac">The card it spoke from; zero when a relay was between.</param>
public sealed record ForeignServer(Ipv4 Address, MacAddress Mac)
{
    private const int LongestShown = 60;
    private const uint VirtualBoxCards = 0x080027;

    /// <summary>The address it would give; 0.0.0.0 from a server that gives none (a PXE proxy).</summary>
    public Ipv4 Offered { get; init; }

    /// <summary>The router it names; 0.0.0.0 for none.</summary>
    public Ipv4 Router { get; init; }

    /// <summary>The boot file it names to a PXE client; null for none.</summary>
    public string? BootFile { get; init; }

    /// <summary>Whether it answers PXE clients as a boot server.</summary>
    public bool IsPxe { get; init; }

    /// <summary>Reads an answer.</summary>
    /// <returns>Null for anything but a server's offer to this question.</returns>
    public static ForeignServer? Read(in UdpFrame frame, uint transaction)
    {
        if (frame.DestinationPort != 68 || DhcpMessage.TryParse(frame.Payload, out var message) is not DhcpFault.None
            || message.IsRequest || message.TransactionId != transaction || message.Type is not (DhcpMessageType.Offer or DhcpMessageType.None))
        {
            return null;
        }

        var named = message.AddressOf(DhcpOptionCode.ServerIdentifier);
        message.TryGet(DhcpOptionCode.BootFileName, out var option);
        message.TryGet(DhcpOptionCode.VendorClass, out var vendor);
        return new ForeignServer(named.IsAny ? frame.SourceAddress : named, frame.Sender)
        {
            Offered = message.YourAddress,
            Router = message.TryGet(DhcpOptionCode.Router, out var router) && router.Length >= Ipv4.Length ? Ipv4.From(router) : default,
            BootFile = Shown(option.IsEmpty ? message.BootFile : option),
            IsPxe = vendor.StartsWith("PXEClient"u8) || vendor.StartsWith("HTTPClient"u8),
        };
    }

    /// <summary>One server for each address, with everything it said.</summary>
    public static IReadOnlyList<ForeignServer> Merge(IEnumerable<ForeignServer> answers) =>
    [
        .. answers.GroupBy(answer => answer.Address).OrderBy(answers => answers.Key).Select(same => same.Aggregate((one, next) => one with
        {
            Offered = one.Offered.IsAny ? next.Offered : one.Offered,
            Router = one.Router.IsAny ? next.Router : one.Router,
            BootFile = one.BootFile ?? next.BootFile,
            IsPxe = one.IsPxe || next.IsPxe,
        })),
    ];

    /// <summary>What the servers found mean for a frontend of this kind.</summary>
    public static IEnumerable<Finding> Judge(IReadOnlyList<ForeignServer> servers, DhcpMode mode, Frontend frontend)
    {
        ArgumentNullException.ThrowIfNull(frontend);
        foreach (var peer in servers.Where(server => frontend.Peers.At(server.Address) is not null))
        {
            yield return peer.Judge(mode, frontend);
        }

        servers = [.. servers.Where(server => frontend.Peers.At(server.Address) is null)];
        var asked = $"a DISCOVER and two PXE questions on {frontend.Interface}";
        if (servers.Count == 0)
        {
            yield return mode is DhcpMode.Authoritative
                ? Finding.Fine("dhcp servers", $"nobody else answered {asked}")
                : Finding.Wrong(
                    "dhcp servers", $"nobody answered {asked}, and in proxy mode another server must give addresses",
                    "start the network's DHCP server, or set Dhcp:Mode to authoritative");
        }

        foreach (var server in servers)
        {
            yield return server.Judge(mode, frontend);
        }
    }

    /// <summary>What it means for a frontend of this kind.</summary>
    public Finding Judge(DhcpMode mode, Frontend frontend)
    {
        ArgumentNullException.ThrowIfNull(frontend);
        if (frontend.Peers.At(Address) is { } peer)
        {
            return Finding.Fine("dhcp servers", $"frontend {peer.Name} answers too ({Address}): it shares our database");
        }

        if (IsVirtualBoxNat || IsVirtualBoxHostOnly)
        {
            return Finding.Wrong("dhcp servers", $"VirtualBox's own DHCP server {Description}", IsVirtualBoxNat
                ? "attach the machines to an internal or host-only network instead of NAT"
                : "remove it on the VirtualBox host: \"VBoxManage list dhcpservers\" names it, \"VBoxManage dhcpserver remove --netname NAME\" ends it");
        }

        if (mode is DhcpMode.Proxy && !IsPxe && BootFile is null && !Offered.IsAny)
        {
            return frontend.Subnet.Contains(Offered)
                ? Finding.Fine("dhcp servers", Description)
                : Finding.Wrong(
                    "dhcp servers", $"{Description}, which is not in {frontend.Subnet}",
                    "correct its range: machines with such an address do not reach this frontend");
        }

        return Finding.Wrong("dhcp servers", Description, Offered.IsAny
            ? "stop its boot service: machines take whichever boot server answers first"
            : mode is DhcpMode.Proxy
                ? "take its boot options away: machines take whichever boot server answers first"
                : "stop it, or let it give the addresses and set Dhcp:Mode to proxy here");
    }

    private bool IsVirtualBoxNat => Address == new Ipv4(0x0A000202);

    private bool IsVirtualBoxHostOnly => Address == new Ipv4(0xC0A83864) || (Mac.Oui == VirtualBoxCards && Address.Value % 256 is 100 or 2);

    private string Description
    {
        get
        {
            var text = new StringBuilder($"{Address}");
            text.Append(Mac.IsZero ? "" : $" ({Mac})");
            text.Append(Offered.IsAny ? " offers no address" : $" offers {Offered}");
            text.Append(Router.IsAny ? "" : $", router {Router}");
            return text.Append(BootFile is { } file ? $", boot file \"{file}\"" : IsPxe ? ", a PXE boot" : "").ToString();
        }
    }

    // What comes from the network is shown to a terminal: nothing but printable ASCII.
    private static string? Shown(ReadOnlySpan<byte> octets)
    {
        octets = octets[..Math.Min(octets.Length, LongestShown)].TrimEnd((byte)0);
        return octets.IsEmpty ? null : string.Create(octets.Length, octets, static (text, octets) =>
        {
            for (var index = 0; index < octets.Length; index++)
            {
                text[index] = octets[index] is >= 0x20 and < 0x7F and not (byte)'"' ? (char)octets[index] : '?';
            }
        });
    }
}
