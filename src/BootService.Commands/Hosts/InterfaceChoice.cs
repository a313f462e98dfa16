using BootService.Core;
using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Commands.Hosts;

/// <summary>
/// Which interface of a host a command line means: by its device name, its network, its hardware address or its address; by several of them where they agree.
/// </summary>
internal static class InterfaceChoice
{
    /// <summary>What to say when nothing names it.</summary>
    public const string Missing = "\"interface\" parameter is required, or \"network\" or \"mac\" to name it by";

    /// <summary>Whether the command line names an interface.</summary>
    /// <param name="call">The call.</param>
    /// <param name="values">The parameters that say what is to be, and name none.</param>
    public static bool IsGiven(CommandCall call, params ReadOnlySpan<string> values) =>
        (!values.Contains("interface") && call.Find("interface") is { Length: > 0 }) || ByNetwork(call, values) is not null || ByMac(call, values) is not null;

    /// <summary>The interface that everything named says.</summary>
    /// <param name="call">The call.</param>
    /// <param name="host">The host.</param>
    /// <param name="values">The parameters that say what is to be, and name none.</param>
    /// <exception cref="RefusedException">The host has no such interface, or several.</exception>
    public static HostInterface Of(CommandCall call, Host host, params ReadOnlySpan<string> values)
    {
        var (mac, network) = (ByMac(call, values), ByNetwork(call, values));
        if (!values.Contains("interface") && call.Find("interface") is { Length: > 0 } word)
        {
            return Agreeing(host, Named(host, word), mac, network);
        }

        if (mac is { } wanted)
        {
            return Agreeing(
                host, host.InterfaceOf(wanted) ?? throw new RefusedException($"host {host.Name} has no interface with the hardware address {wanted}"), mac,
                network);
        }

        return host.Interfaces.Where(nic => IsOn(nic, network!)).ToArray() switch
        {
            [var one] => one,
            [] => throw new RefusedException(
                $"host {host.Name} has no interface on network "
                    + $"\"{network}\"{Spelling.DidYouMean(network!, host.Interfaces.Select(nic => nic.Network).OfType<string>())}"),
            var several =>
                throw new RefusedException($"host {host.Name} has {several.Length} interfaces on network {network}: name one by interface={several[0].Name}"),
        };
    }

    /// <summary>
    /// The interface of a host that a word is the name, the address or the hardware address of; a name may be written in another case where only one fits.
    /// </summary>
    private static HostInterface Named(Host host, string word) =>
        Ipv4.TryParse(word, null, out var address) && host.Interfaces.FirstOrDefault(nic => nic.Address == address) is { } addressed ? addressed
        : MacAddress.TryParse(word, null, out var card) && host.InterfaceOf(card) is { } owner ? owner
        : host.Interfaces.FirstOrDefault(nic => nic.Name == word) is null
            && host.Interfaces.Where(nic => nic.Name.Equals(word, StringComparison.OrdinalIgnoreCase)).ToArray() is [var cased] ? cased
        : InterfaceRules.Existing(host, word);

    private static HostInterface Agreeing(Host host, HostInterface nic, MacAddress? mac, string? network)
    {
        if (mac is { } wanted && nic.Mac != wanted)
        {
            throw new RefusedException(
                $"interface {nic.Name} of host {host.Name} has {(nic.Mac is { } known ? $"the hardware address {known}" : "no hardware address")}, and not "
                    + $"{wanted}");
        }

        return network is null || IsOn(nic, network) ? nic
            : throw new RefusedException(
                $"interface {nic.Name} of host {host.Name} is on {(nic.Network is { } own ? $"network {own}" : "no network")}, and not on \"{network}\": "
                + $"\"stack set host interface network {host.Name} interface={nic.Name} network=...\" puts it there");
    }

    private static bool IsOn(HostInterface nic, string network) => network.Equals(nic.Network, StringComparison.OrdinalIgnoreCase);

    private static string? ByNetwork(CommandCall call, ReadOnlySpan<string> values) =>
        values.Contains("network") ? null : (call.Find("network") ?? call.Find("subnet")) is { Length: > 0 } network ? network : null;

    private static MacAddress? ByMac(CommandCall call, ReadOnlySpan<string> values) => values.Contains("mac") ? null : call.FindValue<MacAddress>("mac");
}
