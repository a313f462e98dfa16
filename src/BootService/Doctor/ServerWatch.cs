using System.Net.NetworkInformation;
using BootService.Commands.Ports;
using BootService.Core.Doctor;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Doctor;

/// <summary>
/// Looks for other DHCP servers all the time: whoever plugs a router into the boot network after the start takes machines away as surely as one that was
/// there before. Asks each boot interface a question now and then; says once in the log who came and who went.
/// </summary>
internal sealed partial class ServerWatch(
    DhcpSettings settings, IAppliance appliance, TimeProvider time, ILogger<ServerWatch> log) : BackgroundService, IServerWatch
{
    private readonly Lock _hearing = new();

    // One stranger for as long as the daemon runs: a server that keeps an address for it keeps one and not one for each question.
    private readonly SegmentStranger _stranger = SegmentStranger.New();
    private volatile ServersSeen _seen = ServersSeen.None;

    /// <inheritdoc/>
    public ServersSeen Seen => _seen;

    /// <inheritdoc/>
    public Finding Judge(SeenServer seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var frontends = appliance.Current.Frontend;
        var frontend = frontends.All.FirstOrDefault(link => link.Interface == seen.Interface) ?? frontends;
        return seen.Server.Judge(settings.Mode, frontend with { Peers = frontends.Peers });
    }

    /// <summary>Takes note of what was answered on an interface to somebody who says so himself.</summary>
    public void Note(string card, IReadOnlyList<ForeignServer> answered) => Take(card, answered);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Enabled || settings.Port != 67 || settings.WatchEvery == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(settings.WatchEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await AskAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    // An interface that goes away between two looks is asked again when it is back.
    private async Task AskAsync(CancellationToken cancel)
    {
        try
        {
            await Task.Factory.StartNew(() => Ask(cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception gone) when (gone is IOException or NetworkInformationException)
        {
            LogNotAsked(gone.Message);
        }
    }

    private (ServersSeen Before, ServersSeen After) Take(string card, IReadOnlyList<ForeignServer> answered)
    {
        // Frontends that share our database are no strangers, and are counted as frontends.
        var peers = appliance.Current.Frontend.Peers;
        answered = [.. answered.Where(server => peers.At(server.Address) is null)];
        lock (_hearing)
        {
            var before = _seen;
            return (before, _seen = before.After(card, answered, time.GetUtcNow()));
        }
    }

    private void Heard(string card, IReadOnlyList<ForeignServer> answered)
    {
        var (before, after) = Take(card, answered);
        foreach (var seen in after.All.Where(seen => before.Find(seen.Interface, seen.Server) is null))
        {
            if (Judge(seen) is { Verdict: Verdict.Wrong } wrong)
            {
                LogCame(seen.Interface, wrong.Result, wrong.Remedy);
            }
        }

        foreach (var gone in before.All.Where(seen => after.Find(seen.Interface, seen.Server) is null))
        {
            LogWent(gone.Server.Address, gone.Interface);
        }
    }

    private SegmentStranger StrangerOf(Inventory inventory) =>
        inventory.Frontend.Peers.Prober.IsZero ? _stranger : SegmentStranger.Of(inventory.Frontend.Peers);

    private void Ask(CancellationToken cancel)
    {
        var own = LocalMachine.Interfaces().SelectMany(card => card.Addresses).Select(has => has.Address).ToHashSet();
        foreach (var frontend in appliance.Current.Frontend.All.DistinctBy(link => link.Interface))
        {
            if (cancel.IsCancellationRequested)
            {
                return;
            }

            var answers = new SegmentProbe(frontend, own, time) { Stranger = StrangerOf(appliance.Current), Once = true }.Ask(cancel);
            if (answers.WhyNot is null && !cancel.IsCancellationRequested)
            {
                Heard(frontend.Interface, answers.Servers);
            }
        }
    }

    [LoggerMessage(EventId = 112, Level = LogLevel.Warning, Message = "Another DHCP server answers on {Interface}: {Server}; {Remedy}")]
    private partial void LogCame(string @interface, string server, string? remedy);

    [LoggerMessage(EventId = 16, Level = LogLevel.Debug, Message = "The boot network could not be asked for other DHCP servers: {Why}")]
    private partial void LogNotAsked(string why);

    [LoggerMessage(EventId = 113, Level = LogLevel.Information, Message = "The DHCP server {Server} answers no more on {Interface}")]
    private partial void LogWent(Ipv4 server, string @interface);
}
