using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Storage.Sql;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>Who a frontend is among those that share a database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">The address it serves at.</param>
/// <param name="Program">The version of its program.</param>
/// <param name="Started">When it was started.</param>
public sealed record FrontendOfDatabase(string Name, string Address, string Program, DateTimeOffset Started);

/// <summary>The table in which frontends say each second that they are there.</summary>
internal static class Frontends
{
    // Ticks of UTC by the server's clock: frontends' own may differ.
    private const string Now = "(621355968000000000 + (extract(epoch FROM clock_timestamp()) * 10000000)::bigint)";

    // Who was not heard of for longer is not missed any more.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    private static readonly string Beat =
        $"INSERT INTO {SharedTables.Frontends.Name} (name, address, program, started, heard, service, profiles, site, pallets, answer) "
        + $"VALUES ($1, $2, $3, $4, {Now}, $5, $6, $7, $8, $9) "
        + "ON CONFLICT (name) DO UPDATE SET address = excluded.address, program = excluded.program, started = excluded.started, heard = excluded.heard, "
        + "service = excluded.service, profiles = excluded.profiles, site = excluded.site, pallets = excluded.pallets, answer = excluded.answer";

    private static readonly string Heard =
        $"SELECT {Now}, name, address, program, started, heard, service, profiles, site, pallets, answer, asked FROM {SharedTables.Frontends.Name} ORDER BY "
        + "name";

    private static readonly string All = $"{TableText.All(SharedTables.Frontends)} ORDER BY name";

    /// <summary>Says that this one is there, and hears of the others. The server's disk is not waited for: in a second it is said again.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="frontend">Who it is.</param>
    /// <param name="watcher">What it says of itself.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>All that were there in the last week, and what time it is by the server's clock.</returns>
    public static async Task<(IReadOnlyList<FrontendPeer> All, DateTimeOffset Clock)> BeatAsync(
        NpgsqlConnection connection, FrontendOfDatabase frontend, ISharedWatcher watcher, CancellationToken cancel)
    {
        var files = watcher.Files;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT set_config('synchronous_commit', 'off', true)"),
                new(Beat)
                {
                    Parameters =
                    {
                        new() { Value = frontend.Name }, new() { Value = watcher.Addresses }, new() { Value = frontend.Program },
                        new() { Value = frontend.Started.UtcTicks }, new() { Value = watcher.Service },
                        new() { Value = files.Profiles }, new() { Value = files.Site }, new() { Value = files.Pallets }, new() { Value = files.Answer },
                    },
                },
                new(Heard),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        var (rows, now) = (new List<FrontendRow>(), 0L);
        while (await reader.ReadAsync(cancel))
        {
            now = reader.GetInt64(0);
            rows.Add(
                new FrontendRow(
                    reader.GetString(1), reader.GetString(2), reader.GetString(3), Time(reader.GetInt64(4)), Time(reader.GetInt64(5)), reader.GetString(6))
                {
                    Profiles = reader.GetString(7),
                    Site = reader.GetString(8),
                    Pallets = reader.GetString(9),
                    Answer = reader.GetString(10),
                    Asked = reader.GetString(11),
                });
        }

        return (Told(rows, now, frontend.Name), Time(now));
    }

    /// <summary>All that were there in the last week, and how long ago each was heard of.</summary>
    public static IReadOnlyList<FrontendPeer> List(NpgsqlConnection connection, string here)
    {
        using var clock = new NpgsqlCommand($"SELECT {Now}", connection);
        var now = (long)clock.ExecuteScalar()!;
        return Told(connection.Ask(PostgresDialect.Instance, All, SharedTables.Frontends, SharedTables.Frontends.Reader()), now, here);
    }

    private static IReadOnlyList<FrontendPeer> Told(IEnumerable<FrontendRow> rows, long now, string here) =>
    [
        .. rows.Select(
            row => new FrontendPeer(
                row.Name, row.Address, row.Program, row.Started, TimeSpan.FromTicks(Math.Max(0, now - row.Heard.UtcTicks)), row.Name == here)
            {
                Service = row.Service,
                Files = new FilesTold(row.Profiles, row.Site, row.Pallets, row.Answer),
                Asked = row.Asked,
            })
            .Where(frontend => frontend.Silent < Remembered),
    ];

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
