using System.Collections.Frozen;

namespace BootService.Core.Networks;

/// <summary>An option of a bond, as it is written for the driver (Documentation/networking/bonding.rst), and what others call it.</summary>
/// <param name="Name">The driver's name of it.</param>
/// <param name="Value">Its value by name: a mode by its number and a rate by 0 or 1 are named.</param>
/// <param name="Words">What it is called elsewhere.</param>
internal sealed record BondOption(string Name, string Value, BondWords Words)
{
    /// <summary>The option that names the member that is to be in use, as long as it can be.</summary>
    public const string Primary = "primary";

    private static readonly string[] Switch = ["false", "true"];

    /// <summary>systemd.netdev(5), "[Bond] Section Options"; netplan-yaml(5), "Properties for device type bonds:".</summary>
    private static readonly FrozenDictionary<string, BondWords> Known = new Dictionary<string, BondWords>
    {
        ["mode"] = new("Mode", "mode") { Names = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"] },
        ["miimon"] = new("MIIMonitorSec", "mii-monitor-interval") { Unit = "ms" },
        ["updelay"] = new("UpDelaySec", "up-delay") { Unit = "ms" },
        ["downdelay"] = new("DownDelaySec", "down-delay") { Unit = "ms" },
        ["lacp_rate"] = new("LACPTransmitRate", "lacp-rate") { Names = ["slow", "fast"] },
        ["xmit_hash_policy"] = new("TransmitHashPolicy", "transmit-hash-policy")
        {
            Names = ["layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4"],
        },
        ["ad_select"] = new("AdSelect", "ad-select") { Names = ["stable", "bandwidth", "count"] },
        ["fail_over_mac"] = new("FailOverMACPolicy", "fail-over-mac-policy") { Names = ["none", "active", "follow"] },
        [Primary] = new(null, "primary"),
        ["primary_reselect"] = new("PrimaryReselectPolicy", "primary-reselect-policy") { Names = ["always", "better", "failure"] },
        ["arp_interval"] = new("ARPIntervalSec", "arp-interval") { Unit = "ms" },
        ["arp_ip_target"] = new("ARPIPTargets", "arp-ip-targets") { IsList = true },
        ["arp_validate"] = new("ARPValidate", "arp-validate") { Names = ["none", "active", "backup", "all"] },
        ["arp_all_targets"] = new("ARPAllTargets", "arp-all-targets") { Names = ["any", "all"] },
        ["min_links"] = new("MinLinks", "min-links"),
        ["all_slaves_active"] = new("AllSlavesActive", "all-slaves-active") { Names = Switch },
        ["resend_igmp"] = new("ResendIGMP", "resend-igmp"),
        ["lp_interval"] = new("LearnPacketIntervalSec", "learn-packet-interval"),
        ["packets_per_slave"] = new("PacketsPerSlave", "packets-per-slave"),
        ["num_grat_arp"] = new("GratuitousARP", "gratuitous-arp"),
        ["num_unsol_na"] = new("GratuitousARP", "gratuitous-arp"),
        ["tlb_dynamic_lb"] = new("DynamicTransmitLoadBalancing", null) { Names = Switch },
    }.ToFrozenDictionary();

    /// <summary>The options of a bond that are known; the others <see cref="WhyNot"/> names.</summary>
    public static IEnumerable<BondOption> Of(LinkKind.Bond bond) => Texts(bond).Select(Parse).OfType<BondOption>();

    /// <summary>The member that is to be in use; null when none is named.</summary>
    public static string? PrimaryOf(LinkKind.Bond bond) => Of(bond).LastOrDefault(option => option.Name is Primary)?.Value;

    /// <summary>Why links cannot be written for systemd-networkd, by itself or through another's words; null when they can.</summary>
    /// <param name="network">The links.</param>
    /// <param name="system">What people call the system.</param>
    /// <param name="os">Its os.</param>
    /// <param name="writer">Who would have to know the words.</param>
    /// <param name="isKnown">Whether that one has a word for an option.</param>
    public static string? WhyNot(NodeNetwork network, string system, string os, string writer, Func<BondOption, bool> isKnown)
    {
        foreach (var link in network.Links)
        {
            if (link.Kind is LinkKind.Infiniband)
            {
                return $"interface {link.Name} is InfiniBand, whose configuration is not written for {system} yet: give it options=noreport and write it into "
                    + $"<post os=\"{os}\">";
            }

            if (link.Kind is LinkKind.Bond bond && Texts(bond).FirstOrDefault(option => Parse(option) is not { } known || !isKnown(known)) is { } unknown)
            {
                return $"bond {link.Name} has the option {unknown}, which {writer} has no word for here: take it out, or write it into <post os=\"{os}\">";
            }
        }

        return null;
    }

    private static string[] Texts(LinkKind.Bond bond) => bond.Options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static BondOption? Parse(string option) => option.Split('=', 2) is [var name, var value] && Known.TryGetValue(name, out var words)
        ? new BondOption(name, value is [>= '0' and <= '9' and var digit] && digit - '0' < words.Names.Length ? words.Names[digit - '0'] : value, words)
        : null;
}

/// <summary>What an option of a bond is called by those who configure it in other words than the driver's.</summary>
/// <param name="Networkd">systemd-networkd's key; null for none.</param>
/// <param name="Netplan">netplan's key; null for none.</param>
internal sealed record BondWords(string? Networkd, string? Netplan)
{
    /// <summary>What the driver's numbers mean, from 0; empty where numbers are numbers.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>The unit of a bare number, where systemd would take it for another; empty for none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whether it holds several values with commas between them.</summary>
    public bool IsList { get; init; }
}
