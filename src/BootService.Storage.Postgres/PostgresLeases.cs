using BootService.Core.Dhcp;
using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Protocols.Net;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>
/// Leases of pool addresses in a table whose key is the address: a group is one statement, which takes of it what is nobody else's. Frontends' clocks may
/// differ: what is written and read is how long a lease still holds, and the server's clock says until when.
/// </summary>
internal sealed class PostgresLeases(PostgresEngine engine, string frontend) : ISharedLeases
{
    private const string Now = "extract(epoch FROM clock_timestamp())::bigint";

    // Who found an address in use that was his own may give it up for everybody.
    private static readonly string GiveUp =
        $"UPDATE {SharedTables.Leases.Name} SET until = 0 FROM unnest($1::bigint[], $2::bigint[]) AS found (address, client) "
        + "WHERE leases.address = found.address AND leases.client = found.client";

    private static readonly string Take =
        $"INSERT INTO {SharedTables.Leases.Name} (address, client, until, frontend, n) "
        + $"SELECT address, client, CASE WHEN lasting > 0 THEN lasting + {Now} ELSE 0 END, $4, $5 + row "
        + "FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS given (address, client, lasting, row) "
        + "ON CONFLICT (address) DO UPDATE SET client = excluded.client, until = excluded.until, frontend = excluded.frontend, n = excluded.n "
        + $"WHERE leases.client = excluded.client OR leases.until < {Now}";

    private static readonly string Truth =
        $"SELECT address, client, CASE WHEN until = 0 THEN 0 ELSE greatest(until - {Now}, 0) END, frontend, n FROM {SharedTables.Leases.Name}";

    private static readonly string OfAddresses = $"{Truth} WHERE address = ANY ($1::bigint[])";

    private static readonly string OfOthers =
        $"SELECT theirs.* FROM {SharedTables.Frontends.Name} "
        + "LEFT JOIN unnest($2::text[], $3::bigint[]) AS seen (name, n) ON seen.name = frontends.name "
        + $"JOIN LATERAL ({Truth} WHERE leases.frontend = frontends.name AND leases.n > coalesce(seen.n, 0)) AS theirs ON true "
        + "WHERE frontends.name <> $1 ORDER BY theirs.n";

    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<Ipv4, StoredLease> _group = [];
    private long _number;

    public IReadOnlyList<StoredLease> Load(DateTimeOffset now) => engine.Read(connection =>
    {
        using var command = new NpgsqlCommand(Truth, (NpgsqlConnection)connection);
        var all = new List<StoredLease>();
        foreach (var (lease, by, number) in Rows(command, now))
        {
            all.Add(lease);
            _seen[by] = Math.Max(number, _seen.GetValueOrDefault(by));
        }

        _number = Math.Max(_number, _seen.GetValueOrDefault(frontend));
        return all;
    });

    public void Commit(IReadOnlyList<StoredLease> group, DateTimeOffset now, ICollection<StoredLease> theirs)
    {
        // One statement may touch a row once: of what happened to an address within a group the last is what holds.
        _group.Clear();
        foreach (var lease in group)
        {
            _group[lease.Address] = lease;
        }

        // In one order at every frontend: two groups that touch the same rows wait for each other and not both.
        StoredLease[] leases = [.. _group.Values.OrderBy(lease => lease.Address)];
        var addresses = Array.ConvertAll(leases, lease => (long)lease.Address.Value);
        var clients = Array.ConvertAll(leases, lease => unchecked((long)lease.Client));
        var lasting = Array.ConvertAll(leases, lease => lease.IsFree ? 0 : Math.Max(1, lease.Until - now.ToUnixTimeSeconds()));
        engine.Write(connection =>
        {
            using var batch = new NpgsqlBatch(connection);
            if (leases.Where(lease => lease.By != 0).ToArray() is { Length: > 0 } found)
            {
                batch.BatchCommands.Add(new(GiveUp)
                {
                    Parameters =
                    {
                        new() { Value = Array.ConvertAll(found, lease => (long)lease.Address.Value) },
                        new() { Value = Array.ConvertAll(found, lease => unchecked((long)lease.By)) },
                    },
                });
            }

            batch.BatchCommands.Add(new(Take)
            {
                Parameters =
                {
                    new() { Value = addresses }, new() { Value = clients }, new() { Value = lasting }, new() { Value = frontend }, new() { Value = _number },
                },
            });
            _number += leases.Length;
            return batch.ExecuteNonQuery();
        });
        foreach (var (truth, _, _) in Among(addresses, now))
        {
            if (truth.Client != _group[truth.Address].Client)
            {
                theirs.Add(truth);
            }
        }
    }

    public void Read(DateTimeOffset now, ICollection<StoredLease> theirs)
    {
        var rows = engine.Read(connection =>
        {
            using var command = new NpgsqlCommand(OfOthers, (NpgsqlConnection)connection)
            {
                Parameters = { new() { Value = frontend }, new() { Value = _seen.Keys.ToArray() }, new() { Value = _seen.Values.ToArray() } },
            };
            return Rows(command, now);
        });
        foreach (var (lease, by, number) in rows)
        {
            theirs.Add(lease);
            _seen[by] = Math.Max(number, _seen.GetValueOrDefault(by));
        }
    }

    private List<(StoredLease Lease, string Frontend, long Number)> Among(long[] addresses, DateTimeOffset now) => engine.Read(connection =>
    {
        using var command = new NpgsqlCommand(OfAddresses, (NpgsqlConnection)connection) { Parameters = { new() { Value = addresses } } };
        return Rows(command, now);
    });

    private static List<(StoredLease Lease, string Frontend, long Number)> Rows(NpgsqlCommand command, DateTimeOffset now)
    {
        var rows = new List<(StoredLease, string, long)>();
        var second = now.ToUnixTimeSeconds();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var left = reader.GetInt64(2);
            rows.Add((
                new StoredLease(unchecked((ulong)reader.GetInt64(1)), new Ipv4((uint)reader.GetInt64(0)), left == 0 ? 0 : second + left),
                reader.GetString(3), reader.GetInt64(4)));
        }

        return rows;
    }
}
