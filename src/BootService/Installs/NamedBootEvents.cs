using BootService.Core.Events;
using BootService.Core.Stores;
using BootService.Events;
using BootService.Rehearsals;

namespace BootService.Installs;

/// <summary>Puts the host's name and its attempt to events of servers that know a card or an address only. Allocates nothing.</summary>
internal sealed class NamedBootEvents(BootEventWriter events, EventAllowance allowance, IAppliance appliance, RunningRehearsal rehearsal) : IBootEvents
{
    public void Post(in BootEvent happened)
    {
        if (rehearsal.Of(happened.Address) is not null || !allowance.TryTake(happened))
        {
            return;
        }

        var inventory = appliance.Current;
        var host = happened.Host is not null ? null
            : !happened.Mac.IsZero ? inventory.HostOf(happened.Mac)
            : happened.Address.IsAny ? null
            : inventory.HostOf(happened.Address);
        if (host is null)
        {
            events.Post(happened);
            return;
        }

        var attempt = happened.Attempt != 0 ? happened.Attempt : inventory.AttemptOf(host.Name) is { MayInstall: true } live ? live.Id : 0;
        events.Post(happened with { Host = host.Name.ToString(), Attempt = attempt, Mac = happened.Mac.IsZero ? host.Primary?.Mac ?? default : happened.Mac });
    }
}
