using BootService.Core.Inventories;
using BootService.Core.Logins;
using BootService.Core.Stores;
using BootService.Platform.Files;

namespace BootService.Hosting;

/// <summary>Reads the public keys of root of this machine, which nodes let in unless a site says otherwise, and notices when they change.</summary>
internal sealed partial class FrontendKeyWatch(DaemonSettings settings, IAppliance appliance, TimeProvider time, ILogger<FrontendKeyWatch> log)
    : BackgroundService
{
    private const long LargestFile = 64 << 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private (DateTime Written, long Length)? _seen;

    /// <summary>The keys are there before the first node asks.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    /// <summary>Whether the file is another than when it was last looked at.</summary>
    public bool IsBehind => Stamp(new FileInfo(settings.Frontend.PublicKey)) != _seen;

    /// <summary>The keys as they are now, one a line; null when there are none.</summary>
    public string? Read() => new FileInfo(settings.Frontend.PublicKey) is { Exists: true } file ? Read(file) : null;

    private async Task LookAsync(CancellationToken cancel)
    {
        var now = Stamp(new FileInfo(settings.Frontend.PublicKey));
        if (now == _seen)
        {
            return;
        }

        var keys = Read();
        if (keys != appliance.Current.FrontendKeys)
        {
            await appliance.CommitAsync(_ => new Proposal<bool>(true, [new Change.FrontendKeysRead(keys)]), cancel);
        }

        _seen = now;
    }

    private static (DateTime Written, long Length)? Stamp(FileInfo file) => file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;

    private string? Read(FileInfo file)
    {
        try
        {
            var lines = file.Length > LargestFile ? []
                : RegularFile.Text(file.FullName, LargestFile).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')
                    .ToList();
            var keys = lines.Where(PublicKey.IsOne).ToList();
            if (keys.Count < lines.Count || lines.Count == 0)
            {
                LogNoKey(file.FullName, keys.Count);
            }

            return keys.Count == 0 ? null : string.Join('\n', keys);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(file.FullName, fault.Message.TrimEnd('.'));
            return null;
        }
    }

    [LoggerMessage(EventId = 420, Level = LogLevel.Warning,
        Message = "File {File} should hold nothing but public keys, one a line; {Count} of its lines are, and these let root of this machine in to nodes")]
    private partial void LogNoKey(string file, int count);

    [LoggerMessage(EventId = 421, Level = LogLevel.Warning, Message = "The public key that nodes are to let in cannot be read from {File}: {Fault}")]
    private partial void LogUnreadable(string file, string fault);
}
