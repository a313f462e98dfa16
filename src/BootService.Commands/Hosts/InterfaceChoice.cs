using BootService.Core;
using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Commands.Hosts;

/// <summary>Which interface of a host a command line means: by its device name, its network, its hardware address or its address.</summary>
internal static class InterfaceChoice
{
    /// <summary>What to say when nothing names it.</summary>
    public const string Missing = "\"interface\" parameter is required, or \"network\" or \"mac\" to name it by";

    /// <summary>Whether the command line names an interface. Where the verb can change <paramref name="except"/>, that parameter names none.</summary>
    public static bool IsGiven(CommandCall call, string? except = null) => call.Find("interface") is { Length: > 0 } || ByNetwork(call, except) is not null || ByMac(call, except) is not null;

    /// <exception cref="RefusedException">The host has no such interface, or several.</exception>
    public static HostInterface Of(CommandCall call, Host host, string? except = null, bool ignoresName = false)
    {
        if (!ignoresName && call.Find("interface") is { Length: > 0 } word)
        {
            return Ipv4.TryParse(word, null, out var address) && host.Interfaces.FirstOrDefault(nic => nic.Address == address) is { } addressed ? addressed
                : MacAddress.TryParse(word, null, out var card) && host.InterfaceOf(card) is { } owner ? owner
                : InterfaceRules.Existing(host, word);
        }

        if (ByMac(call, except) is { } mac)
        {
            return host.InterfaceOf(mac) ?? throw new RefusedException($"host {host.Name} has no interface with the hardware address {mac}");
        }

        var network = ByNetwork(call, except)!;
        return host.Interfaces.Where(nic => nic.Network == network).ToArray() switch
        {
            [var one] => one,
            [] => throw new RefusedException($"host {host.Name} has no interface on network \"{network}\"{Spelling.DidYouMean(network, host.Interfaces.Select(nic => nic.Network).OfType<string>())}"),
            var several => throw new RefusedException($"host {host.Name} has {several.Length} interfaces on network {network}: name one by interface={several[0].Name}"),
        };
    }

    private static string? ByNetwork(CommandCall call, string? except) =>
        except == "network" ? null : (call.Find("network") ?? call.Find("subnet")) is { Length: > 0 } network ? network : null;

    private static MacAddress? ByMac(CommandCall call, string? except) => except == "mac" ? null : call.FindValue<MacAddress>("mac");
}
