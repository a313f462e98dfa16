using BootService.Commands.Ports;
using BootService.Core.Doctor;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Doctor;

/// <summary>
/// Looks for other DHCP servers all the time: whoever plugs a router into the boot network after the start takes machines away as surely as one that was
/// there before. Asks each boot interface a question now and then; says once in the log who came and who went.
/// </summary>
internal sealed partial class ServerWatch(DhcpSettings settings, IAppliance appliance, TimeProvider time, ILogger<ServerWatch> log) : BackgroundService, IServerWatch
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
        return seen.Server.Judge(settings.Mode, frontend);
    }

    /// <summary>Takes note of what was answered on an interface, whoever asked.</summary>
    public void Heard(string card, IReadOnlyList<ForeignServer> answered)
    {
        ServersSeen before, after;
        lock (_hearing)
        {
            before = _seen;
            _seen = after = before.After(card, answered, time.GetUtcNow());
        }

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
                await Task.Factory.StartNew(() => Ask(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private void Ask(CancellationToken cancel)
    {
        var own = LocalMachine.Interfaces().SelectMany(card => card.Addresses).Select(has => has.Address).ToHashSet();
        foreach (var frontend in appliance.Current.Frontend.All.DistinctBy(link => link.Interface))
        {
            if (cancel.IsCancellationRequested)
            {
                return;
            }

            var answers = new SegmentProbe(frontend, own, time) { Stranger = _stranger, Once = true }.Ask(cancel);
            if (answers.WhyNot is null && !cancel.IsCancellationRequested)
            {
                Heard(frontend.Interface, answers.Servers);
            }
        }
    }

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "Another DHCP server answers on {Interface}: {Server}; {Remedy}")]
    private partial void LogCame(string @interface, string server, string? remedy);

    [LoggerMessage(EventId = 9, Level = LogLevel.Information, Message = "The DHCP server {Server} answers no more on {Interface}")]
    private partial void LogWent(Ipv4 server, string @interface);
}
