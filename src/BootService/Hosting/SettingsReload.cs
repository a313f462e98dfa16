using System.Diagnostics;
using System.Globalization;
using BootService.Admin;
using BootService.Core.Stores;
using BootService.Http;
using BootService.Observability;
using BootService.Settings;
using Microsoft.Extensions.Hosting.Systemd;
using Serilog.Core;

namespace BootService.Hosting;

/// <summary>Takes the settings again while the daemon runs (SIGHUP): what can change does, and one line says what did and what would need a restart.</summary>
/// <param name="started">The settings the daemon runs with.</param>
/// <param name="appliance">Where it serves, among all it knows.</param>
/// <param name="limits">The limits of the nodes' HTTP side, in use.</param>
/// <param name="level">The least level of the log, in use.</param>
/// <param name="provider">Whence the certificate of the admin's side, and systemd's ear, where there are any.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class SettingsReload(
    DaemonSettings started,
    IAppliance appliance,
    NodeHttpLimits limits,
    LoggingLevelSwitch level,
    IServiceProvider provider,
    TimeProvider time,
    ILogger<SettingsReload> log)
{
    private readonly DaemonSettings _started = started;
    private DaemonSettings _current = started;

    /// <summary>What can be changed while the daemon runs; every other key waits for a restart.</summary>
    private static readonly HashSet<string> Changeable =
    [
        "Log:Level", "Http:MaxConnections", "Http:MaxConnectionsPerPeer", "Http:LargeFiles",
        "Http:SlowestReader", "Http:LongestPause", "Admin:Certificate", "Admin:Key",
    ];

    /// <summary>Reads the settings and follows them. Settings with a fault change nothing.</summary>
    /// <param name="read">Reads them; throws <see cref="SettingsException"/> when they are wrong.</param>
    public void Run(Func<DaemonSettings> read)
    {
        var systemd = provider.GetService<ISystemdNotifier>();
        systemd?.Notify(new ServiceState(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={MonotonicMicroseconds()}")));
        try
        {
            var said = string.Join("; ", Follow(read()));
            LogReread(said);
        }
        catch (SettingsException faults)
        {
            var sentences = string.Join("; ", faults.Sentences);
            LogKept(sentences);
        }
        catch (StartException fault)
        {
            LogKept(fault.Message);
        }
        finally
        {
            systemd?.Notify(ServiceState.Ready);
        }
    }

    private List<string> Follow(DaemonSettings read)
    {
        var said = new List<string>();
        var waits = SettingsComparison.Between(_started, read).Select(difference => difference.Key).Where(key => !Changeable.Contains(key)).ToArray();

        // First what can fail, so that settings are followed altogether or not at all.
        if (provider.GetService<AdminTls>() is { } tls)
        {
            var opened = AdminCertificate.Open(read.Admin, read.DataDirectory, appliance.Current.Frontend, time.GetUtcNow());
            said.AddRange(opened.Remark is { } remark ? [remark] : []);
            var isOther = tls.Follow(opened);
            var until = tls.Leaf.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            said.Add($"the certificate of Admin:Listen is {(isOther ? "another" : "the same")}, {tls.Leaf.Subject} until {until}");
        }

        level.MinimumLevel = DaemonLogging.Level(read.Log.Level);
        limits.MaxConnections = read.Http.MaxConnections;
        limits.MaxConnectionsPerPeer = read.Http.MaxConnectionsPerPeer;
        limits.LargeFiles = read.Http.LargeFiles;
        limits.SlowestReader = read.Http.SlowestReader;
        limits.LongestPause = read.Http.LongestPause;
        var changed = SettingsComparison.Between(_current, read).Where(difference => Changeable.Contains(difference.Key));
        said.AddRange(changed.Select(difference => $"{difference.Key} is now {difference.Value}"));
        _current = read;
        if (waits.Length > 0)
        {
            said.Add($"{string.Join(", ", waits)} {(waits.Length == 1 ? "has changed and waits" : "have changed and wait")} for a restart");
        }

        return said.Count > 0 ? said : ["nothing has changed"];
    }

    private static long MonotonicMicroseconds() => (long)(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000.0));

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "Settings reread: {What}")]
    private partial void LogReread(string what);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "Settings not reread, those from before stay: {Why}")]
    private partial void LogKept(string why);
}
