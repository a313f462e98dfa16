using System.Net.NetworkInformation;
using System.Threading.Channels;
using BootService.Appliances;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Interfaces;

/// <summary>
/// Follows the boot interfaces while the daemon runs: one that goes and comes back under its name (a bridge, a bond, a VLAN, a USB card) has another
/// number, and sockets that were tied to the old one hear nothing any more; one that gets another address must not go on offering the old one.
/// </summary>
/// <remarks>The kernel tells of changes (rtnetlink, which .NET listens to for us); a look now and then finds what it could not tell.</remarks>
internal sealed partial class FrontendWatch(
    Frontend start, ApplianceWriter appliance, IEnumerable<IFollowLinks> followers, TimeProvider time, ILogger<FrontendWatch> log) : BackgroundService
{
    /// <summary>Changes come several at a time: an interface is made, gets its address, goes up.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly IFollowLinks[] _followers = [.. followers];
    private readonly Channel<bool> _told = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile BootLinks _links = BootInterface.Look(start);
    private bool _isBehind;

    /// <summary>The interfaces as they were last seen, and are served.</summary>
    public BootLinks Links => _links;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        NetworkChange.NetworkAddressChanged += Tell;
        NetworkChange.NetworkAvailabilityChanged += Tell;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (await IsToldAsync(_isBehind ? Retry : Glance, stoppingToken))
                {
                    await Task.Delay(Settle, time, stoppingToken);
                }

                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            NetworkChange.NetworkAddressChanged -= Tell;
            NetworkChange.NetworkAvailabilityChanged -= Tell;
        }
    }

    private void Tell(object? sender, EventArgs change) => _told.Writer.TryWrite(true);

    private async Task<bool> IsToldAsync(TimeSpan atMost, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), over, atMost, Timeout.InfiniteTimeSpan);
        try
        {
            return await _told.Reader.ReadAsync(over.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Look()
    {
        BootLinks now;
        try
        {
            now = BootInterface.Look(_links.Frontend with { Peers = appliance.Current.Frontend.Peers });
        }
        catch (NetworkInformationException fault)
        {
            LogNotRead(fault.Message.TrimEnd('.'));
            return;
        }

        var before = _links;
        if (now.IsSame(before) && !_isBehind)
        {
            return;
        }

        // First what is said, then where: whoever is answered from now on is told what will be true.
        appliance.Follow(now.Frontend);
        _links = now;
        Report(before, now);
        _isBehind = false;
        foreach (var follower in _followers)
        {
            try
            {
                follower.Follow(now);
            }
            catch (IOException refused)
            {
                _isBehind = true;
                LogNotBound(refused.Message.TrimEnd('.'));
            }
        }
    }

    /// <summary>The first network of each interface; further ones come and go with their addresses.</summary>
    private static IEnumerable<BootLink> First(BootLinks links) =>
        links.All.Where(link => !link.Frontend.IsMovable).DistinctBy(link => link.Frontend.Interface);

    private void ReportMoved(BootLinks before, BootLinks now)
    {
        var (had, has) = (Movable(before), Movable(now));
        foreach (var come in has.Except(had))
        {
            LogCome(come);
        }

        foreach (var gone in had.Except(has))
        {
            LogMovedAway(gone);
        }

        static HashSet<Ipv4> Movable(BootLinks links) => [.. links.All.Where(link => link.Frontend.IsMovable).Select(link => link.Frontend.Address)];
    }

    private void Report(BootLinks before, BootLinks now)
    {
        ReportMoved(before, now);
        foreach (var (old, link) in First(before).Zip(First(now)))
        {
            if (link.WhyNot is { } why)
            {
                if (old.WhyNot is null)
                {
                    LogGone(why);
                }
            }
            else if (old.Frontend.Address != link.Frontend.Address)
            {
                var attempts = appliance.Current.Attempts.Values.Count(attempt => attempt.MayInstall);
                LogMoved(link.Frontend.Interface, link.Frontend.Address, old.Frontend.Address, attempts);
            }
            else if (old.WhyNot is not null || old.Index != link.Index)
            {
                LogBack(link.Frontend.Interface, link.Frontend.Address);
            }
            else if (old.Frontend.Subnet != link.Frontend.Subnet)
            {
                LogResized(link.Frontend.Interface, link.Frontend.Subnet, old.Frontend.Subnet);
            }
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "Boot {Why}: nothing is served there until it is back")]
    private partial void LogGone(string why);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Boot interface {Interface} is back at {Address}, and is served anew")]
    private partial void LogBack(string @interface, Ipv4 address);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning,
        Message = "Boot interface {Interface} has address {Address} now and not {Old}: it is served there. {Attempts} installs are under way or armed; their "
            + "kickstarts are given out with the new address, and a node that had its own before reports to the old one "
            + "(\"stack set host boot HOST action=install\" begins it anew)")]
    private partial void LogMoved(string @interface, Ipv4 address, Ipv4 old, int attempts);

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning,
        Message = "Boot interface {Interface} is in {Subnet} now and not in {Old}: nodes go on with the mask of their network, which is the admin's "
            + "(\"stack set network mask NETWORK mask=...\")")]
    private partial void LogResized(string @interface, Ipv4Network subnet, Ipv4Network old);

    [LoggerMessage(EventId = 17, Level = LogLevel.Information, Message = "Service address {Address} is here, and is served")]
    private partial void LogCome(Ipv4 address);

    [LoggerMessage(EventId = 18, Level = LogLevel.Information, Message = "Service address {Address} is here no more")]
    private partial void LogMovedAway(Ipv4 address);

    [LoggerMessage(EventId = 13, Level = LogLevel.Error,
        Message = "After a change of the boot interfaces not everything could be opened again, and is tried each second: {Why}")]
    private partial void LogNotBound(string why);

    [LoggerMessage(EventId = 14, Level = LogLevel.Warning, Message = "The boot interfaces could not be looked at: {Why}")]
    private partial void LogNotRead(string why);
}
