using System.Diagnostics.Metrics;
using BootService.Admin;
using BootService.Appliances;
using BootService.Commands.Ports;
using BootService.Commands.Profiles;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Stores;
using BootService.Core.Timeline;
using BootService.Settings;

namespace BootService.Observability;

/// <summary>
/// Shows how the site stands to whoever collects metrics: hosts by state, installs that began and ended, profiles with faults, room on disks, and what
/// ends some day. States are looked at once a second, and only when something changed, so that no install is missed between two scrapes.
/// </summary>
internal sealed partial class FleetMetrics(
    IMeterFactory meters, IAppliance appliance, DatabaseHealth database, IHostStates states, IProfiles profiles, DataFolders folders, TimeProvider time,
    ILogger<FleetMetrics> log, AdminTls? tls = null, RelaysSeen? relays = null) : BackgroundService
{
    /// <summary>The meter's name, to be added to the collector.</summary>
    public const string MeterName = "BootService.Fleet";

    /// <summary>The histogram of how long installs take, whose buckets are minutes.</summary>
    public const string DurationName = "installs.duration";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProfilePause = TimeSpan.FromMinutes(15);
    private static readonly HostState[] States = Enum.GetValues<HostState>();

    private volatile ProfileState _profiles = new(0, 0);

    private sealed record ProfileState(int Hosts, int Faults);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var meter = meters.Create(MeterName);
        var begun = meter.CreateCounter<long>("installs.begun", "{install}", "Installs whose installer was handed out");
        var done = meter.CreateCounter<long>("installs.done", "{install}", "Installs that the node said are done");
        var lost = meter.CreateCounter<long>("installs.failed", "{install}", "Installs that failed or got stuck, by how");
        var durations = meter.CreateHistogram<double>(DurationName, "s", "How long installs took, from the hand-out of the installer until done");
        Observe(meter);

        // A counter that has not counted yet is shown as 0: an alert on its rate must not miss the first.
        begun.Add(0);
        done.Add(0);
        lost.Add(0, Of("how", "failed"));
        lost.Add(0, Of("how", "stuck"));
        var before = appliance.Current.Attempts;
        var nextProfiles = time.GetUtcNow() + Pause;
        try
        {
            using var timer = new PeriodicTimer(Pause, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var after = appliance.Current.Attempts;
                foreach (var turn in InstallTurn.Between(before, after))
                {
                    Count(turn, begun, done, lost, durations);
                }

                before = after;
                if (time.GetUtcNow() >= nextProfiles)
                {
                    await Task.Run(() => LookAtProfiles(stoppingToken), stoppingToken);
                    nextProfiles = time.GetUtcNow() + ProfilePause;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private static KeyValuePair<string, object?> Of(string tag, string value) => new(tag, value);

    private static void Count(InstallTurn turn, Counter<long> begun, Counter<long> done, Counter<long> lost, Histogram<double> durations)
    {
        switch (turn)
        {
            case InstallTurn.Begun:
                begun.Add(1);
                break;
            case InstallTurn.Done { Took: var took }:
                done.Add(1);
                durations.Record(took.TotalSeconds);
                break;
            case InstallTurn.Lost { Attempt.State: var how }:
                lost.Add(1, Of("how", how.ToString().ToLowerInvariant()));
                break;
        }
    }

    private void Observe(Meter meter)
    {
        meter.CreateObservableGauge("hosts", Hosts, "{host}", "Hosts by how they stand, as in list host status");
        meter.CreateObservableGauge(
            "hosts.to_install", () => appliance.Current.Hosts.Values.LongCount(host => host.Action is BootAction.Install), "{host}",
            "Hosts that are set to install");
        meter.CreateObservableGauge(
            "profiles.hosts_with_faults", () => (long)_profiles.Hosts, "{host}",
            "Hosts whose profile does not render, as of the last look within a quarter of an hour");
        meter.CreateObservableGauge(
            "profiles.faults", () => (long)_profiles.Faults, "{fault}", "Faults in profiles, each once, as of the last look within a quarter of an hour");
        meter.CreateObservableGauge("disk.free", () => Disks(disk => disk.AvailableFreeSpace), "By", "Room that is left, by folder");
        meter.CreateObservableGauge("disk.size", () => Disks(disk => disk.TotalSize), "By", "Room that there is, by folder");
        meter.CreateObservableGauge(
            "database.damaged", () => database.Damage is null ? 0L : 1L, description: "1 when the last look at the database found damage, else 0");
        meter.CreateObservableGauge(
            "state.fresh", () => appliance.Current.IsFresh ? 1L : 0L,
            description: "1 while what is known here is known to be the newest, else 0: then nobody is installed from here");
        if (relays is not null)
        {
            meter.CreateObservableGauge("relays", () => (long)relays.Following, "{relay}", "Relays that asked this frontend within the last seconds");
        }

        meter.CreateObservableGauge("certificate.end", Certificate, "s", "When the certificate of Admin:Listen ends, in seconds since 1970");
        meter.CreateObservableGauge("token.end", Tokens, "s", "When tokens end, in seconds since 1970; those that never do are left out");
        meter.CreateObservableGauge(
            "build.info", () => new Measurement<long>(1, Of("version", Commands.Descriptions.Version)), description: "1, with the version");
    }

    private IEnumerable<Measurement<long>> Hosts()
    {
        var inventory = appliance.Current;
        var counts = new long[States.Length];
        foreach (var host in inventory.Hosts.Values)
        {
            counts[(int)states.Of(inventory, host).State]++;
        }

        return [.. States.Select(state => new Measurement<long>(counts[(int)state], Of("state", state.ToString().ToLowerInvariant())))];
    }

    private IEnumerable<Measurement<long>> Disks(Func<DriveInfo, long> of)
    {
        foreach (var (name, path) in new[] { ("data", folders.DataDirectory), ("export", folders.ExportDirectory) })
        {
            long size;
            try
            {
                size = of(new DriveInfo(Path.GetFullPath(path)));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException)
            {
                continue;
            }

            yield return new Measurement<long>(size, Of("folder", name));
        }
    }

    private IEnumerable<Measurement<long>> Certificate() =>
        tls is null ? [] : [new Measurement<long>(new DateTimeOffset(tls.Leaf.NotAfter.ToUniversalTime()).ToUnixTimeSeconds())];

    private IEnumerable<Measurement<long>> Tokens() => appliance.Current.Tokens.Values
        .Where(token => token.Ends is not null).Select(token => new Measurement<long>(token.Ends!.Value.ToUnixTimeSeconds(), Of("name", token.Name)));

    private void LookAtProfiles(CancellationToken cancel)
    {
        var inventory = appliance.Current;
        try
        {
            var faults = ProfileSurvey.Run(profiles.Look(inventory, mayRun: false), [.. inventory.HostsInOrder()], out _, cancel);
            _profiles = new ProfileState(faults.SelectMany(fault => fault.Hosts).Distinct(StringComparer.Ordinal).Count(), faults.Count);
        }
        catch (Exception fault) when (fault is Core.RefusedException or IOException or UnauthorizedAccessException)
        {
            LogUnseen(fault);
        }
    }

    [LoggerMessage(EventId = 620, Level = LogLevel.Debug, Message = "The profiles could not be looked at for the metrics")]
    private partial void LogUnseen(Exception fault);
}
