using System.Diagnostics;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>
/// Hears of others' commits: the server says so at once (NOTIFY), and is asked each second besides, because what it says may be lost with a connection.
/// </summary>
internal static class VersionWatch
{
    private const int AnswerWithinSeconds = 3;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Watches until it is cancelled, whatever becomes of connections.</summary>
    public static async Task RunAsync(PostgresEngine engine, FrontendOfDatabase frontend, Action<long, long> told, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(engine, frontend, told, cancel);
            }
            catch (Exception fault) when (fault is NpgsqlException or StorageException or InvalidOperationException || PostgresFault.IsOfConnection(fault))
            {
                // Nothing is told, and what nothing is told of for long is not fresh any more.
                await Task.Delay(Every, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task ListenAsync(PostgresEngine engine, FrontendOfDatabase frontend, Action<long, long> told, CancellationToken cancel)
    {
        await using var connection = engine.Open();
        await using var version = new NpgsqlCommand(CommitLog.Version, connection) { CommandTimeout = AnswerWithinSeconds };
        await using (var listen = new NpgsqlCommand($"LISTEN {CommitLog.Channel}", connection) { CommandTimeout = AnswerWithinSeconds })
        {
            await listen.ExecuteNonQueryAsync(cancel);
        }

        try
        {
            while (!cancel.IsCancellationRequested)
            {
                var asked = Stopwatch.GetTimestamp();
                told((long)(await version.ExecuteScalarAsync(cancel))!, asked);
                await Frontends.BeatAsync(connection, frontend, cancel);
                await connection.WaitAsync(Every, cancel);
            }
        }
        finally
        {
            // It listens, and nobody else is to get it from the pool.
            engine.Forget();
        }
    }
}
