using System.Globalization;
using BootService.Core;
using BootService.Core.Stores;
using BootService.Settings;

namespace BootService.Appliances;

/// <summary>What there is to do about daily copies.</summary>
/// <param name="Make">The name of the copy that is due; null when none is.</param>
/// <param name="Remove">The names of those that are too many once it is made.</param>
internal sealed record BackupPlan(string? Make, IReadOnlyList<string> Remove)
{
    private const string Prefix = "daily-";
    private const string End = ".db";
    private const string Form = "yyyyMMdd";

    /// <summary>Decides by the names of the files that are there. Pure; files of other names are nobody's business.</summary>
    /// <param name="names">The names in the folder of copies.</param>
    /// <param name="keep">How many are kept; 0 makes none, and leaves what there is.</param>
    /// <param name="now">Now.</param>
    public static BackupPlan Of(IEnumerable<string> names, int keep, DateTimeOffset now)
    {
        if (keep == 0)
        {
            return new BackupPlan(null, []);
        }

        var today = Prefix + now.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture) + End;
        var daily = names.Where(IsDaily).ToList();
        var isMade = daily.Contains(today);
        var left = isMade ? daily : [.. daily, today];

        // A clock that once stood in the future must not keep a copy of that day for ever before all others.
        return new BackupPlan(
            isMade ? null : today,
            [.. left.OrderByDescending(name => string.CompareOrdinal(name, today) > 0 ? string.Empty : name, StringComparer.Ordinal).Skip(keep)
                .Where(name => name != today)]);
    }

    private static bool IsDaily(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(End, StringComparison.Ordinal)
        && DateTime.TryParseExact(
            name.AsSpan(Prefix.Length, name.Length - Prefix.Length - End.Length), Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}

/// <summary>Makes a copy of the database each day, reads it back, and keeps as many as the settings say.</summary>
internal sealed partial class DailyBackup(
    IBackup backups, BackupSettings settings, DataFolders folders, TimeProvider time, ILogger<DailyBackup> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(2);

    /// <summary>Looks once whether a copy is due, and makes it.</summary>
    /// <returns>The copy; null when none was due or it could not be made, which the log tells.</returns>
    public async Task<string?> LookAsync(CancellationToken cancel)
    {
        var folder = Path.Combine(folders.DataDirectory, "backups");
        var now = time.GetUtcNow();
        try
        {
            var plan = BackupPlan.Of(
                Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)) : [], settings.Keep, now);
            if (plan.Make is null)
            {
                return null;
            }

            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var made = await backups.BackupAsync(Path.Combine(folder, plan.Make), now, cancel);

            // Only once the new one was read back.
            foreach (var name in plan.Remove)
            {
                File.Delete(Path.Combine(folder, name));
            }

            LogMade(made.File, made.Hosts);
            return made.File;
        }
        catch (Exception fault) when (fault is RefusedException or IOException or UnauthorizedAccessException)
        {
            LogFailed(fault.Message.ReplaceLineEndings(" ").TrimEnd('.'));
            return null;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Keep == 0)
        {
            return;
        }

        try
        {
            // A start has other things to do first.
            await Task.Delay(AfterStart, time, stoppingToken);
            while (true)
            {
                await LookAsync(stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    [LoggerMessage(EventId = 630, Level = LogLevel.Information, Message = "Daily copy {File}: {Hosts} hosts")]
    private partial void LogMade(string file, int hosts);

    [LoggerMessage(EventId = 631, Level = LogLevel.Warning, Message = "No daily copy of the database was made, and it is tried again in ten minutes: {Fault}")]
    private partial void LogFailed(string fault);
}
