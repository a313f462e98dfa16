using System.Collections.Immutable;
using System.Diagnostics;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Stores;
using BootService.Core.Timeline;
using BootService.Settings;

namespace BootService.Traces;

/// <summary>
/// Sends a trace of each install that has come to its end: a span for the install and one for each stage, from the facts of its timeline. Registered only where
/// <c>Traces:Endpoint</c> is set.
/// </summary>
internal sealed partial class InstallTraces(
    TraceDestination destination, IAppliance appliance, IBootEventStore events, TimeProvider time, ILogger<InstallTraces> log) : BackgroundService
{
    /// <summary>What the spans come from.</summary>
    public const string SourceName = "BootService.Installs";

    private const int MostEvents = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ActivitySource _source = new(SourceName, Commands.Descriptions.Version);

    // From the making on: what ends before the first look is told at it.
    private ImmutableDictionary<HostName, InstallAttempt> _before = appliance.Current.Attempts;

    /// <summary>Installs that were traced, since the start.</summary>
    public int Told { get; private set; }

    /// <summary>Registers it.</summary>
    /// <exception cref="StartException">The file of the headers cannot be read.</exception>
    public static void Add(IServiceCollection services, TraceSettings settings) =>
        services.AddSingleton(TraceDestination.Of(settings)).AddHostedService<InstallTraces>();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _source.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var exporter = TraceExport.Start(destination, appliance.Current.Frontend.Name);
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var after = appliance.Current.Attempts;
                if (ReferenceEquals(_before, after))
                {
                    continue;
                }

                foreach (var (host, attempt) in after)
                {
                    if (_before.GetValueOrDefault(host) is var old && !ReferenceEquals(old, attempt) && InstallTrace.IsOver(attempt)
                        && !(old?.Id == attempt.Id && InstallTrace.IsOver(old)))
                    {
                        await TellAsync(host, attempt, stoppingToken);
                    }
                }

                _before = after;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; what was told is sent as the exporter is disposed of.
        }
    }

    private async Task TellAsync(HostName host, InstallAttempt attempt, CancellationToken cancel)
    {
        try
        {
            var trace = InstallTrace.Of(attempt, await events.ListAsync([host.ToString()], MostEvents, cancel));
            if (trace.Stages.IsEmpty)
            {
                return;
            }

            using var install = Span("install", default, trace.Stages[0].Begins);
            install?.SetTag("host.name", host.ToString()).SetTag("bootservice.attempt", attempt.Id)
                .SetTag("bootservice.pallet", attempt.Pallet.Folder).SetTag("bootservice.state", attempt.State.ToString().ToLowerInvariant());
            foreach (var stage in trace.Stages)
            {
                using var span = Span(stage.Name, install?.Context ?? default, stage.Begins);
                span?.SetTag("bootservice.events", stage.Events).SetTag("bootservice.bytes", stage.Bytes);
                End(span, stage.Ends, stage.Why);
            }

            End(install, trace.Stages[^1].Ends, attempt.State is AttemptState.Confirmed ? null : attempt.Why ?? "it got stuck");
            Told++;
        }
        catch (Exception fault) when (fault is Storage.StorageException or IOException)
        {
            LogNotTraced(host, fault.Message);
        }
    }

    private Activity? Span(string name, ActivityContext parent, DateTimeOffset begins)
    {
        // Nothing that runs here is its parent.
        Activity.Current = null;
        return _source.StartActivity(name, ActivityKind.Internal, parent, startTime: begins);
    }

    private static void End(Activity? span, DateTimeOffset ends, string? why)
    {
        if (why is not null)
        {
            span?.SetStatus(ActivityStatusCode.Error, why);
        }

        span?.SetEndTime(ends.UtcDateTime).Stop();
    }

    [LoggerMessage(EventId = 645, Level = LogLevel.Warning, Message = "The install of {Host} has no trace: {Fault}")]
    private partial void LogNotTraced(HostName host, string fault);
}
