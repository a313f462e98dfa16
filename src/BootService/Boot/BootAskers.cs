using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Dhcp;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Rehearsals;

namespace BootService.Boot;

/// <summary>Puts together what is known of whoever asks for a file. Takes no lock.</summary>
internal sealed class BootAskers(MachineSightings sightings, RunningRehearsal rehearsal, DhcpSettings settings, TimeProvider time)
{
    /// <summary>The moment it is.</summary>
    public DhcpMoment Moment => DhcpMoment.Now(time);

    /// <summary>Who asks from an address.</summary>
    /// <param name="requester">Its address.</param>
    /// <param name="asked">Our address that it asked.</param>
    /// <param name="now">When.</param>
    public BootAsker Of(Ipv4 requester, Ipv4 asked, DhcpMoment now) => new(requester, asked)
    {
        Sightings = sightings,
        Now = now.Milliseconds,
        Wire = Neighbours.Find,
        GivesAddresses = settings is { Enabled: true, Mode: DhcpMode.Authoritative },
        Plays = rehearsal.Of(requester) is { } played ? (played.Mac, played.Address) : null,
    };
}
