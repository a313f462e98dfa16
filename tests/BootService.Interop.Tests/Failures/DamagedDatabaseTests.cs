using BootService.Lab.Frontend;
using BootService.Lab.Processes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace BootService.Interop.Tests.Failures;

/// <summary>A database with damage where the start does not read: machines are served on, and everything that says how the service is says so.</summary>
public sealed class DamagedDatabaseTests
{
    private const int PageSize = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Damage_is_told_by_the_log_the_doctor_and_the_metrics_while_machines_are_served()
    {
        await using var served = await ServedLan.StartAsync([]);
        var daemon = served.Daemon;
        await daemon.Stack.RunAsync("add", "host", "backend-0-0");
        Assert.DoesNotContain(await FindingsAsync(daemon), finding => finding["check"] == "database");
        Assert.Matches(@"(?m)^bootservice_database_damaged\S* 0$", await MetricsAsync(daemon));
        await daemon.StopAsync(Limits.Stop);
        await DamageAsync(Path.Combine(daemon.DataDirectory, "bootservice.db"));

        await daemon.StartAsync();
        await daemon.Log.SeeAsync(Patience, 0, "Database error: the database");
        var told = Assert.Single(await FindingsAsync(daemon), finding => finding["check"] == "database");
        Assert.Equal("wrong", told["verdict"]);
        Assert.Contains("is damaged", told["result"], StringComparison.Ordinal);
        Assert.Contains("bootservice --restore", told["what to do"], StringComparison.Ordinal);
        Assert.Matches(@"(?m)^bootservice_database_damaged\S* 1$", await MetricsAsync(daemon));
        Assert.Equal("backend-0-0", (await daemon.Stack.ListAsync("list", "host", "backend-0-0"))[0]["host"]);
    }

    private static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> FindingsAsync(DaemonProcess daemon)
    {
        // It ends with 1 where anything at all is wrong in the lab's network.
        var result = await daemon.Stack.TryAsync("check", "network", "output-format=json");
        return StackCommand.Rows(result.Output);
    }

    private static async Task<string> MetricsAsync(DaemonProcess daemon) =>
        (await Tool.RunAsync("curl", ["-sSf", "--unix-socket", daemon.Socket, "http://frontend/metrics"])).Succeeded().Output;

    private static async Task DamageAsync(string database)
    {
        int page;
        await using (var connection = new SqliteConnection($"Data Source={database};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var folded = new SqliteCommand("PRAGMA wal_checkpoint(TRUNCATE)", connection);
            await folded.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await using var command = new SqliteCommand("SELECT rootpage FROM sqlite_master WHERE name = 'audit'", connection);
            page = (int)(long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }

        await using var file = File.OpenWrite(database);
        file.Position = (long)PageSize * (page - 1);
        await file.WriteAsync(Enumerable.Repeat((byte)0xA5, PageSize).ToArray(), TestContext.Current.CancellationToken);
    }
}
