using System.Diagnostics;
using BootService.Core.Stores;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>
/// Hears of others' commits: the server says so at once (NOTIFY), and is asked each second besides, because what it says may be lost with a connection.
/// </summary>
internal static class VersionWatch
{
    private const int AnswerWithinSeconds = 3;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    /// <summary>Watches until it is cancelled, whatever becomes of connections.</summary>
    public static async Task RunAsync(
        PostgresEngine engine, FrontendOfDatabase frontend, CommitLog log, ISharedWatcher watcher, TimeProvider time, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(engine, frontend, log, watcher, time, cancel);
            }
            catch (Exception fault) when (fault is NpgsqlException or StorageException or InvalidOperationException || PostgresFault.IsOfConnection(fault))
            {
                // Nothing is told, and what nothing is told of for long is not fresh any more.
                await Task.Delay(Every, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task ListenAsync(
        PostgresEngine engine, FrontendOfDatabase frontend, CommitLog log, ISharedWatcher watcher, TimeProvider time, CancellationToken cancel)
    {
        await using var connection = engine.Open();
        await using var version = new NpgsqlCommand(CommitLog.VersionAndCommit, connection) { CommandTimeout = AnswerWithinSeconds };
        await using (var listen = new NpgsqlCommand($"LISTEN {CommitLog.Channel}", connection) { CommandTimeout = AnswerWithinSeconds })
        {
            await listen.ExecuteNonQueryAsync(cancel);
        }

        try
        {
            var beaten = 0L;
            while (!cancel.IsCancellationRequested)
            {
                var asked = Stopwatch.GetTimestamp();
                var (now, id) = await ReadAsync(version, cancel);
                if (beaten == 0 || Stopwatch.GetElapsedTime(beaten) >= Every)
                {
                    // Before the version: whoever finds the clocks too far apart does not want to hear of it.
                    beaten = Stopwatch.GetTimestamp();
                    var before = time.GetUtcNow();
                    var (all, clock) = await Frontends.BeatAsync(connection, frontend, watcher, cancel);
                    watcher.HearFrontends(all, clock - (before + (Stopwatch.GetElapsedTime(beaten) / 2)));
                }

                watcher.HearVersion(log.IsAnother(now, id) ? long.MaxValue : now, asked);
                var rest = Every - Stopwatch.GetElapsedTime(beaten);
                await connection.WaitAsync(rest > Least ? rest : Least, cancel);
            }
        }
        finally
        {
            // It listens, and nobody else is to get it from the pool.
            engine.Forget();
        }
    }

    private static async Task<(long Version, string? Id)> ReadAsync(NpgsqlCommand version, CancellationToken cancel)
    {
        await using var reader = await version.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (reader.GetInt64(0), await reader.IsDBNullAsync(1, cancel) ? null : reader.GetString(1));
    }
}
