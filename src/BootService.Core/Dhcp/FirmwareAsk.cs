using BootService.Core.Inventories;

namespace BootService.Core.Dhcp;

/// <summary>Tells a machine's firmware from a user of its running system who would pass for it. Pure.</summary>
public static class FirmwareAsk
{
    /// <summary>Whether firmware asks, as far as DHCP can tell: it says that it boots, and it, or the relay before it, sends from a port that only root
    /// opens.</summary>
    /// <param name="question">What came.</param>
    /// <param name="inventory">What the appliance knows now.</param>
    public static bool Is(in DhcpQuestion question, Inventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return question.IsOfFirmware && (question.IsFromRoot || IsOfRelayWithOwnPort(question, inventory));
    }

    // RFC 8357 lets relays send from whatever port they like; they are routers, and none of the machines that we install or lease to.
    private static bool IsOfRelayWithOwnPort(in DhcpQuestion question, Inventory inventory)
    {
        if (!question.RelayWantsSourcePort || question.RelayAddress.IsAny || inventory.HostOf(question.SourceAddress) is not null)
        {
            return false;
        }

        return inventory.NetworkOf(question.SourceAddress) is not { } network || network.Gateway == question.SourceAddress;
    }
}
