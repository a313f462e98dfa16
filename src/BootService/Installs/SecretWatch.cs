using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Reasons;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Installs;

/// <summary>Keeps attempts' secrets to their machines, and tells of who else uses one: once a minute and peer, however often it tries.</summary>
internal sealed partial class SecretWatch(
    IAppliance appliance, DhcpSettings dhcp, MachineSightings sightings, IBootEvents events, TimeProvider time, ILogger<SecretWatch> log)
{
    private readonly QuietEvents _quiet = new();
    private readonly Lock _one = new();

    /// <summary>Whether a peer may use the secret of an attempt; tells of it when it may not.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="from">The peer.</param>
    /// <param name="cards">The cards it says it has; may be empty.</param>
    public bool MayUse(InstallAttempt attempt, Ipv4 from, IReadOnlyCollection<MacAddress> cards)
    {
        var (inventory, givesAddresses) = (appliance.Current, dhcp is { Enabled: true, Mode: DhcpMode.Authoritative });
        var user = new SecretUser(from, cards)
        {
            GivesAddresses = givesAddresses,
            OnWire = givesAddresses ? null : Neighbours.CardOf(from),
            IsHeard = !givesAddresses && inventory.HostOf(attempt.Host) is { } host && sightings.HasTaken(host, from, DhcpMoment.Now(time).Milliseconds),
        };
        if (SecretUse.WhyNot(inventory, attempt, user) is not { } why)
        {
            return true;
        }

        Tell(attempt, from, why);
        return false;
    }

    /// <summary>Tells of a peer that was refused another machine's secret.</summary>
    public void Tell(RefusedSecret refused) => Tell(refused.Attempt, refused.From, refused.Why);

    /// <summary>Tells of a peer that used a secret no attempt has, any more or at all.</summary>
    public void Unknown(Ipv4 from) =>
        Tell(null, from, $"{SecretUse.Who(appliance.Current, from)} used a secret that no install has; its host may have been armed anew");

    /// <summary>Tells of a peer that asked for an install where none is for it.</summary>
    public void Unasked(Ipv4 from, string why) => Tell(null, from, $"{SecretUse.Who(appliance.Current, from)} asked for an install: {why}");

    private void Tell(InstallAttempt? attempt, Ipv4 from, string why)
    {
        var now = DhcpMoment.Now(time);
        lock (_one)
        {
            if (!_quiet.MayTell(((ulong)(attempt?.Id ?? 0) << 32) | from.Value, now))
            {
                return;
            }
        }

        // Of an unknown secret only the peer is known; the event is its host's then, if it is one.
        events.Post(
            new BootEvent(
                now.Wall, attempt is null ? default : appliance.Current.HostOf(attempt.Host)?.Primary?.Mac ?? default, BootStage.Http, BootOutcome.Refused,
                BootMessage.Secret)
            {
                Host = attempt?.Host.ToString(),
                Attempt = attempt?.Id ?? 0,
                Address = from,
                Reason = new BootReason.Said(why),
            });
        LogRefused(why);
    }

    [LoggerMessage(EventId = 312, Level = LogLevel.Warning, Message = "Refused: {Why}")]
    private partial void LogRefused(string why);
}
