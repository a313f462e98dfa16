using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Installs;

/// <summary>
/// Somebody who asks by an address alone, as Stacki's own URLs do, and names no secret. Any user of a running system can send from its address:
/// he is believed to be its installer only when that must be running, and only as far as it must.
/// </summary>
/// <param name="From">The peer's address.</param>
/// <param name="Port">The TCP port it sent from.</param>
/// <param name="Cards">The cards it says it has; empty when it says nothing of them.</param>
public readonly record struct AddressClaim(Ipv4 From, int Port, IReadOnlyCollection<MacAddress> Cards)
{
    private const string OnlyRoot =
        "the kickstart is given by the address alone only to who is root there: ask from a port below 1024 (curl --local-port 600-1023)";

    /// <summary>Ports below it only root opens.</summary>
    private const int FirstPortOfUsers = 1024;

    /// <summary>The attempt whose kickstart it may have.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="wasTold">Whether a loader of the host was told to start the installer of the attempt.</param>
    /// <returns>The attempt; or null, and why not, a sentence.</returns>
    public (InstallAttempt? Attempt, string? Why) ToKickstart(Inventory inventory, Func<Host, InstallAttempt, bool> wasTold)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(wasTold);
        if (HostOf(inventory) is not { } host || inventory.AttemptOf(host.Name) is not { MayInstall: true } attempt)
        {
            return (null, "no install is armed for the machine that asks");
        }

        return Port >= FirstPortOfUsers ? (null, OnlyRoot)
            : !wasTold(host, attempt) ? (null, "no loader of the machine was told to start this install yet")
            : (attempt, null);
    }

    /// <summary>The attempt that it may say is done.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <returns>As <see cref="ToKickstart"/>.</returns>
    public (InstallAttempt? Attempt, string? Why) ToDone(Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return HostOf(inventory) is { } host && inventory.AttemptOf(host.Name) is { LastStep.Length: > 0 } attempt
            ? (attempt, null)
            : (null, "no install is under way for the machine that asks");
    }

    private Host? HostOf(Inventory inventory) =>
        inventory.HostOf(From) is { } host && (Cards is not { Count: > 0 } || Cards.Any(card => host.InterfaceOf(card) is not null)) ? host : null;
}
