using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Reasons;
using BootService.Core.Stores;
using BootService.Events;
using BootService.Protocols.Road;

namespace BootService.Installs;

/// <summary>Keeps with each host what its boots teach of the loader it is led through, and says so in its timeline. Beside the path of the boots.</summary>
internal sealed partial class LoaderLearning(
    IAppliance appliance, MachineSightings sightings, IBootFileNames files, BootEventWriter seen, IBootEvents events, TimeProvider time,
    ILogger<LoaderLearning> log)
    : BackgroundService
{
    private IAsyncEnumerable<BootEvent>? _happening;

    /// <summary>Listens from now on: nothing that happens after the start is missed.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _happening = seen.SubscribeOwn(CancellationToken.None);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var trials = new LoaderTrials(card => sightings.Of(card, DhcpMoment.Now(time).Milliseconds).Firmware);
        try
        {
            await foreach (var happened in _happening!.WithCancellation(stoppingToken))
            {
                switch (trials.On(happened))
                {
                    case LoaderLesson.Stalled stalled:
                        await TakeNextAsync(stalled, stoppingToken);
                        break;
                    case LoaderLesson.Worked worked when Learned(appliance.Current, worked)?.LearnedLoader == worked.Loader:
                        Tell(worked, new BootReason.LoaderWorked(worked.Loader));
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TakeNextAsync(LoaderLesson.Stalled stalled, CancellationToken cancel)
    {
        var next = stalled.Next(name => files.WhyMissing(name) is null);
        try
        {
            var isKept = await appliance.CommitAsync(
                inventory => Learned(inventory, stalled) is not { } host ? new Proposal<bool>(false, [])
                    : next is null ? new Proposal<bool>(true, [])
                    : new Proposal<bool>(true, [new Change.HostSet(host with { LearnedLoader = next })]),
                cancel);
            if (isKept)
            {
                Tell(stalled, new BootReason.LoaderStalled(stalled.Loader, LoaderTrials.Stalls, next));
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotKept(stalled.Host, fault.Message);
        }
    }

    /// <summary>The host of a lesson; null where the admin has said by which loader it goes.</summary>
    private static Core.Hosts.Host? Learned(Inventory inventory, LoaderLesson lesson) =>
        inventory.Hosts.GetValueOrDefault(HostName.Parse(lesson.Host, null)) is { } host
        && LoaderChoice.Of(inventory.AttributesOf(host).Text(LoaderChain.AttributeName), null, null).By is not LoaderChooser.Admin
            ? host
            : null;

    private void Tell(LoaderLesson lesson, BootReason reason) =>
        events.Post(
            new BootEvent(time.GetUtcNow(), default, BootStage.Admin, BootOutcome.Ok, BootMessage.LoaderLearned) { Host = lesson.Host, Reason = reason });

    [LoggerMessage(EventId = 330, Level = LogLevel.Warning, Message = "What the boots of {Host} teach of its loader could not be kept: {Fault}")]
    private partial void LogNotKept(string host, string fault);
}
