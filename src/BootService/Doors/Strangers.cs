using BootService.Core.Stores;
using BootService.Protocols.Net;

namespace BootService.Doors;

/// <summary>Tells machines of our networks from others. Takes no lock and no allocation.</summary>
internal sealed class Strangers(IAppliance appliance, DoorSettings settings)
{
    /// <summary>Whether an address is of no network of ours, so that it gets no answer.</summary>
    public bool IsOne(Ipv4 address) => !settings.AnswerStrangers && !appliance.Current.Serves(address);
}
