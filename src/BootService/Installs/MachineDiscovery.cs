using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Reasons;
using BootService.Core.Stores;
using BootService.Events;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Installs;

/// <summary>
/// Adds machines that boot from the network and are not known, while the admin has discovery switched on (docs/stacki.md). The machine's next try finds it
/// known.
/// </summary>
internal sealed partial class MachineDiscovery(
    IAppliance appliance, IInstallArming arming, BootEventWriter seen, IBootEvents events, DiscoverySettings settings, TimeProvider time,
    ILogger<MachineDiscovery> log) : BackgroundService
{
    private static readonly TimeSpan Warn = TimeSpan.FromMinutes(1);

    private readonly DiscoveryAllowance _allowance = new(settings);
    private DateTimeOffset _warned = DateTimeOffset.MinValue;
    private DateTimeOffset _refused = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var happened in seen.SubscribeOwn(stoppingToken))
            {
                if (happened is { Host: null, IsFirmware: true, Mac: { IsZero: false, IsMulticast: false }, Network: { } network }
                    && Discovery.Of(appliance.Current) is { } enabled
                    && appliance.Current.HostOf(happened.Mac) is null && IsDue(happened.Mac, enabled))
                {
                    await MeetAsync(happened.Mac, network, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private bool IsDue(MacAddress mac, Discovery enabled)
    {
        var now = time.GetUtcNow();
        var verdict = _allowance.Heard(mac, enabled, now);
        if (verdict is DiscoveryVerdict.Meet)
        {
            return true;
        }

        if (now - _warned >= Warn)
        {
            _warned = now;
            if (verdict is DiscoveryVerdict.Full)
            {
                LogFull(settings.Most);
            }
            else
            {
                LogMany(DiscoveryAllowance.Believed, settings.PerMinute);
            }
        }

        return false;
    }

    private async Task MeetAsync(MacAddress mac, string network, CancellationToken cancel)
    {
        try
        {
            var now = time.GetUtcNow();
            if (await appliance.CommitAsync(inventory => Propose(inventory, mac, network, now), cancel) is not { } met)
            {
                return;
            }

            _allowance.Met(mac);
            LogMet(mac, met.Host.Name, met.Host.Address);
            events.Post(new BootEvent(now, mac, BootStage.Admin, BootOutcome.Ok, BootMessage.Discovered)
            {
                Host = met.Host.Name.ToString(),
                Address = met.Host.Address ?? default,
                Reason = met.IsInstalled ? new BootReason.InstalledNext() : new BootReason.NotInstalled(met.Refusal),
            });
        }
        catch (RefusedException refused)
        {
            // Whoever gets no answer asks again and again.
            if (time.GetUtcNow() - _refused >= Warn)
            {
                _refused = time.GetUtcNow();
                LogRefused(mac, refused.Message);
            }
        }
    }

    private Proposal<Met?> Propose(Inventory inventory, MacAddress mac, string heardOn, DateTimeOffset now)
    {
        if (inventory.HostOf(mac) is not null || Discovery.Of(inventory) is not { } discovery
            || inventory.Networks.GetValueOrDefault(heardOn) is not { Pxe: true } network)
        {
            return new Proposal<Met?>(null, []);
        }

        var host = discovery.Meet(inventory, network, mac) ?? throw new RefusedException(
            $"network {network.Name} ({network.Subnet}) has no free address for it, or appliance {discovery.Appliance} no free name; \"stack remove host\" "
                + "makes room, or \"stack set network\" and \"stack enable discovery\" elsewhere");

        var added = new Change.HostSet(host);
        if (!discovery.Install)
        {
            return new Proposal<Met?>(new Met(host, IsInstalled: false, null), [added]);
        }

        try
        {
            return new Proposal<Met?>(new Met(host, IsInstalled: true, null), [added, .. arming.Arm(inventory.With(added), [host], now)]);
        }
        catch (RefusedException cannot)
        {
            return new Proposal<Met?>(new Met(host, IsInstalled: false, cannot.Message), ImmutableArray.Create<Change>(added));
        }
    }

    [LoggerMessage(EventId = 320, Level = LogLevel.Information, Message = "Machine {Mac} is new: it is {Host} at {Address} from now on")]
    private partial void LogMet(MacAddress mac, HostName host, Ipv4? address);

    [LoggerMessage(EventId = 321, Level = LogLevel.Warning, Message = "Machine {Mac} is new and cannot be added: {Why}")]
    private partial void LogRefused(MacAddress mac, string why);

    [LoggerMessage(EventId = 322, Level = LogLevel.Warning,
        Message = "Discovery has met all the {Most} machines it may: \"stack list host\" shows whether they are real; "
            + "\"stack enable discovery\" begins anew, Discovery:Most sets how many")]
    private partial void LogFull(int most);

    [LoggerMessage(EventId = 323, Level = LogLevel.Warning,
        Message = "Discovery hears of more than {Believed} new machines in a minute: "
            + "only those that ask again become hosts, at most {PerMinute} a minute (Discovery:PerMinute)")]
    private partial void LogMany(int believed, int perMinute);

    private sealed record Met(Core.Hosts.Host Host, bool IsInstalled, string? Refusal);
}
