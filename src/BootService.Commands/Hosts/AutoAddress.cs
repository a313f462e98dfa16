using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Hosts;

/// <summary>The word <c>auto</c> in an address's place: the next free one of the interface's network.</summary>
internal static class AutoAddress
{
    /// <summary>The word.</summary>
    public const string Word = "auto";

    /// <summary>Whether a text is the word.</summary>
    public static bool Is(string? text) => Word.Equals(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address: the one the interface has on that network already, else a free one.</summary>
    /// <exception cref="RefusedException">No network is named, there is none of that name, or it is full.</exception>
    public static Ipv4 Next(Inventory inventory, string? network, HostName host, HostInterface? nic)
    {
        if (network is null)
        {
            throw new RefusedException($"ip=auto of host {host} needs the network whose next free address it means");
        }

        var known = inventory.NetworkCalled(network)
            ?? throw new RefusedException($"unknown network \"{network}\"{Spelling.DidYouMean(network, inventory.Networks.Keys)}");
        return nic?.Address is { } kept && known.Subnet.Contains(kept) ? kept
            : new FreeAddresses(inventory, known).Take() ?? throw new RefusedException($"network {known.Name} ({known.Subnet}) has no free address left");
    }
}
