namespace BootService.Core.Networks;

/// <summary>What an option of a bond says, whoever's word for it is written in the end.</summary>
internal enum BondWord
{
    Mode,
    MonitorInterval,
    UpDelay,
    DownDelay,
    LacpRate,
    HashPolicy,
}

/// <summary>An option of a bond, as it is written for the driver (Documentation/networking/bonding.rst).</summary>
/// <param name="Word">What it says.</param>
/// <param name="Value">Its value by name: a mode by its number and a rate by 0 or 1 are named. Times are in milliseconds.</param>
internal readonly record struct BondOption(BondWord Word, string Value)
{
    private static readonly string[] Modes = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

    /// <summary>The options of a bond that are known; the others <see cref="WhyNot"/> names.</summary>
    public static IEnumerable<BondOption> Of(LinkKind.Bond bond) => Texts(bond).Select(Parse).OfType<BondOption>();

    /// <summary>Why links cannot be written for systemd-networkd, by itself or through another's words; null when they can.</summary>
    /// <param name="network">The links.</param>
    /// <param name="system">What people call the system.</param>
    /// <param name="os">Its os.</param>
    /// <param name="writer">Who would have to know the words.</param>
    public static string? WhyNot(NodeNetwork network, string system, string os, string writer)
    {
        foreach (var link in network.Links)
        {
            if (link.Kind is LinkKind.Infiniband)
            {
                return $"interface {link.Name} is InfiniBand, whose configuration is not written for {system} yet: give it options=noreport and write it into "
                    + $"<post os=\"{os}\">";
            }

            if (link.Kind is LinkKind.Bond bond && Texts(bond).FirstOrDefault(option => Parse(option) is null) is { } unknown)
            {
                return $"bond {link.Name} has the option {unknown}, which {writer} has no word for here: take it out, or write it into <post os=\"{os}\">";
            }
        }

        return null;
    }

    private static string[] Texts(LinkKind.Bond bond) => bond.Options.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static BondOption? Parse(string option) => option.Split('=', 2) switch
    {
        ["mode", [>= '0' and <= '6'] digit] => new(BondWord.Mode, Modes[digit[0] - '0']),
        ["mode", var mode] => new(BondWord.Mode, mode),
        ["miimon", var time] => new(BondWord.MonitorInterval, time),
        ["updelay", var time] => new(BondWord.UpDelay, time),
        ["downdelay", var time] => new(BondWord.DownDelay, time),
        ["lacp_rate", var rate] => new(BondWord.LacpRate, rate is "1" or "fast" ? "fast" : "slow"),
        ["xmit_hash_policy", var policy] => new(BondWord.HashPolicy, policy),
        _ => null,
    };
}
