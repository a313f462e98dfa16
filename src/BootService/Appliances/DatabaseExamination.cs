using BootService.Storage;

namespace BootService.Appliances;

/// <summary>
/// Looks for damage in the database once the daemon serves, and then every day: what is read at the start is a part of it only, and a backup of what is damaged
/// is none.
/// </summary>
internal sealed partial class DatabaseExamination(
    BootDatabase database, DatabaseHealth health, IHostApplicationLifetime service, TimeProvider time, ILogger<DatabaseExamination> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        health.WhyUnwritable = database.WhyAlone;
        if (database.WhyAlone is { } why)
        {
            LogAlone(database.Place, why);
        }

        try
        {
            await StartedAsync(stoppingToken);
            using var days = new PeriodicTimer(Between, time);
            do
            {
                health.Damage = await Task.Run(database.Examine, stoppingToken).WaitAsync(stoppingToken);
                if (health.Damage is { } damage)
                {
                    LogDamaged(damage);
                }
            }
            while (await days.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    // Machines that wait for an answer come first.
    private async Task StartedAsync(CancellationToken cancel)
    {
        var started = new TaskCompletionSource();
        await using var once = service.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }

    [LoggerMessage(EventId = 522, Level = LogLevel.Critical,
        Message = "Database error: {Damage}. Machines are served from memory as long as this daemon runs; changes may be lost")]
    private partial void LogDamaged(string damage);

    [LoggerMessage(EventId = 521, Level = LogLevel.Error,
        Message = "The database {File} can be read and not written: {Why}. Known machines are served, changes are refused until there is room; other programs "
            + "cannot read it before bootservice is started anew")]
    private partial void LogAlone(string file, string why);
}
