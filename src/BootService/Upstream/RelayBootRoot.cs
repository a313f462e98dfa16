using System.Text;
using BootService.Boot;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Stores;
using BootService.Files;
using BootService.Protocols.Net;

namespace BootService.Upstream;

/// <summary>
/// The boot root of a relay: it decides as a frontend does by what it was told, makes the configurations of whoever starts no installer, and has a frontend
/// make the others. It cannot make those itself: nobody tells it their secrets.
/// </summary>
internal sealed class RelayBootRoot(
    IAppliance appliance, BootLibrary library, BootAskers askers, RelayedConfigurations configurations, MachineSightings sightings, IBootEvents events)
    : IBootFiles
{
    /// <inheritdoc/>
    public BootFile Find(ReadOnlySpan<char> name, Ipv4 requester, Ipv4 asked)
    {
        var (now, inventory) = (askers.Moment, appliance.Current);
        var asker = askers.Of(requester, asked, now);
        var answer = BootAnswer.For(name, asker, inventory, now.Wall);
        if (answer.Effects is { HandedOut: not null } effects)
        {
            if (configurations.Find(name.ToString(), requester, asked, effects) is { } relayed)
            {
                return relayed;
            }

            // Nobody answers, so nobody knows whether the install still goes on.
            answer = BootAnswer.For(name, asker, inventory.Doubted, now.Wall);
        }

        return answer switch
        {
            BootAnswer.Configuration configuration => new BootFile.Rendered(Encoding.UTF8.GetBytes(configuration.Text)) { Effects = answer.Effects },
            BootAnswer.Refused refused => new BootFile.Refused(refused.Why),
            BootAnswer.Missing missing => new BootFile.Missing(missing.Why),
            _ => library.Find(name) with { Effects = answer.Effects },
        };
    }

    /// <inheritdoc/>
    public void Sent(BootFile file, TimeSpan took)
    {
        if (file.Effects is not { } effects)
        {
            return;
        }

        if (effects is { HandedOut: not null, Told: { Name: { } name } asked })
        {
            configurations.Sent(name, asked.Address, effects);
            return;
        }

        if (effects.Firmware is not FirmwareKind.Unknown)
        {
            sightings.LoaderFetched(effects.Card, effects.Firmware, askers.Moment.Milliseconds);
        }

        if (effects.Told is { } told)
        {
            events.Post(told with { Took = took });
        }
    }
}
