using System.Collections.Immutable;
using System.Globalization;

namespace BootService.Core.Firewalls;

/// <summary>A rule as Stacki's verbs describe it; kept as attribute <c>firewall.NAME</c>, so that a narrower scope's rule of the same name wins.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Chain">INPUT, OUTPUT, FORWARD, or POSTROUTING of table nat.</param>
/// <param name="Action">ACCEPT, DROP, REJECT, LOG or MASQUERADE.</param>
public sealed record FirewallRule(string Name, string Chain, string Action)
{
    /// <summary>What the attributes' names begin with.</summary>
    public const string Prefix = "firewall.";

    /// <summary>The word for every protocol, service or network.</summary>
    public const string All = "all";

    private const int LongestPrefix = 27;
    private static readonly string[] Chains = ["INPUT", "OUTPUT", "FORWARD", "POSTROUTING"];
    private static readonly string[] Actions = ["ACCEPT", "DROP", "REJECT", "LOG", "MASQUERADE"];
    private static readonly string[] Protocols = ["tcp", "udp", "icmp", All];
    private static readonly string[] Keys = ["chain", "action", "protocol", "service", "network", "output-network", "flags", "comment"];

    /// <summary>Services that may be named; others are numbers. A name that a node might not know would keep its whole firewall from loading.</summary>
    private static readonly ImmutableSortedDictionary<string, int> Services = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["ssh"] = 22,
        ["smtp"] = 25,
        ["domain"] = 53,
        ["dns"] = 53,
        ["bootps"] = 67,
        ["tftp"] = 69,
        ["http"] = 80,
        ["www"] = 80,
        ["kerberos"] = 88,
        ["sunrpc"] = 111,
        ["ntp"] = 123,
        ["snmp"] = 161,
        ["ldap"] = 389,
        ["https"] = 443,
        ["syslog"] = 514,
        ["ldaps"] = 636,
        ["rsync"] = 873,
        ["nfs"] = 2049,
        ["mysql"] = 3306,
        ["postgresql"] = 5432,
        ["x11"] = 6000,
        ["mountd"] = 20048,
        ["mesos-master"] = 5050,
        ["mesos-agent"] = 5051,
        ["zookeeper"] = 2181,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>tcp, udp, icmp or all; with a service all is what has ports, tcp and udp.</summary>
    public string Protocol { get; init; } = All;

    /// <summary>Ports as they were written: <c>ssh</c>, <c>8080</c>, <c>8000:8010</c>, several with commas between; <c>all</c> for every one.</summary>
    public string Service { get; init; } = All;

    /// <summary>The network whose address of the host it is about; <c>all</c> for every one.</summary>
    public string Network { get; init; } = All;

    /// <summary>With FORWARD and POSTROUTING: the network it goes out to; <c>all</c> for every one.</summary>
    public string OutputNetwork { get; init; } = All;

    /// <summary>More of what it must match, in iptables' words; empty for nothing.</summary>
    public string Flags { get; init; } = "";

    /// <summary>What it is for; empty for nothing.</summary>
    public string Comment { get; init; } = "";

    /// <summary>The table it belongs to: filter or nat.</summary>
    public string Table => Chain == "POSTROUTING" ? "nat" : "filter";

    /// <summary>The attribute it is kept in.</summary>
    public string AttributeName => Prefix + Name;

    /// <summary>The ports as ranges, in order and none in another; empty for every port.</summary>
    public IEnumerable<(int First, int Last)> Ports => Service == All ? [] : Joined(Service.Split(',').Select(Range));

    /// <summary>What its lines in the kernel's log begin with; iptables takes no longer one.</summary>
    public string LogPrefix => $"{Name[..Math.Min(Name.Length, LongestPrefix)]}: ";

    /// <summary>What must match besides.</summary>
    public FirewallMatch Match => FirewallMatch.Read(Flags);

    /// <summary>The rule as the value of its attribute.</summary>
    public string ToValue() => string.Join(' ', new[] { Chain, Action, Protocol, Service, Network, OutputNetwork, Flags, Comment }
        .Zip(Keys, (value, key) => value.Length == 0 || (value == All && key != "comment") ? null : $"{key}={Quote(value)}").OfType<string>());

    /// <summary>Reads an attribute; null for an empty value, which takes a wider scope's rule away.</summary>
    /// <exception cref="RefusedException">It is no rule.</exception>
    public static FirewallRule? Read(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, said) in Words(value))
        {
            if (!words.TryAdd(key, said))
            {
                throw new RefusedException($"attribute {name} says \"{key}\" twice");
            }
        }

        if (words.Keys.FirstOrDefault(key => !Keys.Contains(key)) is { } unknown)
        {
            throw new RefusedException($"attribute {name} says \"{unknown}\", and a firewall rule has {string.Join(", ", Keys)}");
        }

        string Word(string key) => words.GetValueOrDefault(key) ?? "";
        return Of(
            name[Prefix.Length..], Word("chain"), Word("action"), Word("protocol"), Word("service"), Word("network"), Word("output-network"), Word("flags"),
            Word("comment"));
    }

    /// <summary>A rule of what was typed; an empty text is what is usual.</summary>
    /// <exception cref="RefusedException">It cannot be; the sentence says why.</exception>
    public static FirewallRule Of(
        string name, string chain, string action, string protocol, string service, string network, string output, string flags, string comment)
    {
        ArgumentNullException.ThrowIfNull(comment);
        static string Usual(string? text) => string.IsNullOrEmpty(text) ? All : text;
        var rule = new FirewallRule(name, OneOf("chain", chain.ToUpperInvariant(), Chains), OneOf("action", action.ToUpperInvariant(), Actions))
        {
            Protocol = OneOf("protocol", Usual(protocol).ToLowerInvariant(), Protocols),
            Service = Usual(service).ToLowerInvariant(),
            Network = Usual(network),
            OutputNetwork = Usual(output),
            Flags = flags ?? "",
            Comment = comment,
        };
        return rule.WhyNot() is { } why ? throw new RefusedException($"firewall rule {name} cannot be: {why}") : rule;
    }

    private string? WhyNot()
    {
        if (Name.Length == 0 || !Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            return $"its name \"{Name}\" is not made of letters, digits, - and _";
        }

        if (Comment.Any(char.IsControl) || Comment.Contains('"', StringComparison.Ordinal))
        {
            return "its comment has a quotation mark or a control character";
        }

        if ((Action == "MASQUERADE") != (Chain == "POSTROUTING"))
        {
            return "MASQUERADE belongs into chain POSTROUTING, and nothing else does";
        }

        if (Service != All && Protocol == "icmp")
        {
            return $"service {Service} needs protocol tcp or udp, or all for both";
        }

        if (OutputNetwork != All && (Chain is "INPUT" or "OUTPUT"))
        {
            return $"an output network has no meaning in chain {Chain}";
        }

        try
        {
            _ = Ports.Count();
            return WhyTwice() is { } why ? why
                : Match.IcmpType.Length > 0 && Protocol != "icmp" ? "--icmp-type needs protocol icmp"
                : Match.SourcePort > 0 && Protocol is not ("tcp" or "udp") ? "--sport needs protocol tcp or udp" : null;
        }
        catch (RefusedException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>A network and flags that say the same thing of a packet: iptables takes one of them only.</summary>
    private string? WhyTwice() => Chain switch
    {
        "INPUT" or "OUTPUT" => Network != All && (Chain == "INPUT" ? Match.Destination : Match.Source) is not null
            ? $"network {Network} says already which of the host's addresses it is about" : null,
        _ when Network != All && Match.Source is not null => $"network {Network} says already where it comes from",
        _ when OutputNetwork != All && Match.Destination is not null => $"output network {OutputNetwork} says already where it goes to",
        _ => null,
    };

    // nft takes no port twice in one set, and neighbours may as well be one range.
    private static IEnumerable<(int First, int Last)> Joined(IEnumerable<(int First, int Last)> ranges)
    {
        (int First, int Last)? open = null;
        foreach (var range in ranges.Order())
        {
            if (open is { } before && range.First <= before.Last + 1)
            {
                open = (before.First, Math.Max(before.Last, range.Last));
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = range;
        }

        if (open is { } last)
        {
            yield return last;
        }
    }

    private static (int First, int Last) Range(string text)
    {
        if (Services.TryGetValue(text, out var named))
        {
            return (named, named);
        }

        var parts = text.Split(':', '-');
        var (first, last) = (Port(parts[0]) ?? 0, parts.Length == 2 ? Port(parts[1]) ?? 0 : 0);
        return parts.Length <= 2 && first > 0 && (parts.Length == 1 || last >= first)
            ? (first, parts.Length == 1 ? first : last)
            : throw new RefusedException($"service \"{text}\" is neither a port, nor a range such as 8000:8010, nor one of {string.Join(", ", Services.Keys)}");
    }

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 ? port : null;

    private static string OneOf(string what, string text, string[] known) => known.Contains(text)
        ? text
        : throw new RefusedException($"{what} \"{text}\" is none of {string.Join(", ", known)}{Spelling.DidYouMean(text, known)}");

    private static string Quote(string value) => value.Contains(' ', StringComparison.Ordinal) ? $"\"{value}\"" : value;

    private static IEnumerable<KeyValuePair<string, string>> Words(string value)
    {
        for (var at = 0; at < value.Length;)
        {
            var equals = value.IndexOf('=', at);
            if (equals < 0)
            {
                throw new RefusedException($"\"{value[at..].Trim()}\" of a firewall rule is not KEY=VALUE");
            }

            var isQuoted = equals + 1 < value.Length && value[equals + 1] == '"';
            var end = isQuoted ? value.IndexOf('"', equals + 2) : value.IndexOf(' ', equals);
            end = end < 0 ? value.Length : end;
            yield return KeyValuePair.Create(value[at..equals].Trim(), value[(equals + (isQuoted ? 2 : 1))..end]);
            at = end + 1;
        }
    }
}
