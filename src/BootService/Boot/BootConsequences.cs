using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Installs;

namespace BootService.Boot;

/// <summary>Carries out what follows from an answer that has gone out. Never waits.</summary>
internal sealed class BootConsequences(AttemptProgress installs, SecretWatch secrets, FirmwareWatch firmware, IBootEvents events)
{
    /// <summary>Carries it out.</summary>
    /// <param name="effects">What follows.</param>
    /// <param name="took">From the request to the answer.</param>
    public void CarryOut(BootEffects effects, TimeSpan took)
    {
        if (effects.HandedOut is { } attempt)
        {
            if (effects.Starts)
            {
                firmware.LoaderTold(effects.Card, attempt);
            }

            installs.Post(attempt, new AttemptSignal.HandedOut());
        }

        if (effects.Firmware is not FirmwareKind.Unknown)
        {
            firmware.LoaderFetched(effects.Card, effects.Firmware);
        }

        if (effects.Refused is { } refused)
        {
            secrets.Tell(refused);
        }

        if (effects.Told is { } told)
        {
            events.Post(told with { Took = took });
        }
    }
}
