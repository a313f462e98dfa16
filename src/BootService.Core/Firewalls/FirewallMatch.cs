using System.Collections.Immutable;
using System.Globalization;
using BootService.Protocols.Net;

namespace BootService.Core.Firewalls;

/// <summary>What a rule's flags say, understood: it is written in the words of nftables as well as of iptables.</summary>
/// <param name="States">States of connections: NEW, RELATED, ESTABLISHED, INVALID; empty for any.</param>
/// <param name="Source">Where it comes from; null for anywhere.</param>
/// <param name="Destination">Where it goes to; null for anywhere.</param>
/// <param name="SourcePort">The port it comes from; 0 for any.</param>
/// <param name="IcmpType">The kind of ICMP message; empty for any.</param>
public sealed record FirewallMatch(ImmutableArray<string> States, Ipv4Network? Source, Ipv4Network? Destination, int SourcePort, string IcmpType)
{
    private static readonly string[] KnownStates = ["NEW", "RELATED", "ESTABLISHED", "INVALID"];
    private static readonly string[] KnownTypes = ["echo-request", "echo-reply", "destination-unreachable", "time-exceeded"];

    /// <summary>Reads flags.</summary>
    /// <exception cref="RefusedException">They say what cannot be carried over.</exception>
    public static FirewallMatch Read(string flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        var match = new FirewallMatch([], null, null, 0, "");
        var words = flags.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var at = 0; at < words.Length; at += 2)
        {
            var value = at + 1 < words.Length ? words[at + 1] : throw new RefusedException($"flag {words[at]} has no value");
            match = words[at] switch
            {
                "-m" when value is "state" or "conntrack" or "tcp" or "udp" or "icmp" => match,
                "--state" or "--ctstate" => match with { States = [.. value.ToUpperInvariant().Split(',').Select(state => One(state, KnownStates))] },
                "-s" or "--source" => match with { Source = Network(value) },
                "-d" or "--destination" => match with { Destination = Network(value) },
                "--sport" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 =>
                    match with { SourcePort = port },
                "--icmp-type" => match with { IcmpType = One(value.ToLowerInvariant(), KnownTypes) },
                _ => throw new RefusedException(
                    $"flags \"{words[at]} {value}\" are not understood here; -m state --state NEW,..., -s and -d NETWORK, --sport PORT and --icmp-type TYPE "
                        + "are"),
            };
        }

        return match;
    }

    private static Ipv4Network Network(string text) =>
        Ipv4Network.TryParse(text, null, out var network) ? network
        : Ipv4.TryParse(text, null, out var address) ? new Ipv4Network(address, 32)
        : throw new RefusedException($"\"{text}\" of the flags is neither an address nor a network such as 10.2.0.0/16");

    private static string One(string text, string[] known) =>
        known.Contains(text) ? text : throw new RefusedException($"\"{text}\" of the flags is none of {string.Join(", ", known)}");
}
