using BootService.Core.Inventories;
using BootService.Core.Tests.Inventories;
using BootService.Storage.Postgres;
using BootService.Storage.Tests.Engines;
using CsCheck;
using Xunit;

namespace BootService.Storage.Tests.Stores;

public sealed class RoundTripTests(PostgresFixture postgres)
{
    private static readonly Gen<Change[][]> Histories = ArbitraryChanges.Any.Array[1, 12].Array[1, 6];

    [Fact]
    public void Whatever_happened_is_read_back_as_it_was_in_memory() => Histories.Sample(
        batches =>
        {
            using var folder = new TemporaryFolder();
            using var database = BootDatabase.Open(folder.Path);
            SameInventory.Check(Commit(batches, database), Read(database), ArbitraryChanges.Owners);
        },
        iter: 80,
        threads: 1);

    [Fact]
    public async Task Whatever_happened_is_the_same_in_memory_in_SQLite_and_in_PostgreSQL_and_in_the_eyes_of_another_frontend()
    {
        var name = await postgres.Server.NewDatabaseAsync();
        using var place = new TemporaryFolder();
        using var peerPlace = new TemporaryFolder();
        using var server = PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, name), place.Path, PostgresFixture.Named("one"));
        using var peer = PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, name), peerPlace.Path, PostgresFixture.Named("other"));
        Histories.Sample(
            batches =>
            {
                using var folder = new TemporaryFolder();
                using var file = BootDatabase.Open(folder.Path);
                Empty(server);
                var known = peer.Appliance.LoadAsync(CancellationToken.None).GetAwaiter().GetResult();

                var expected = Commit(batches, file, server);

                SameInventory.Check(expected, Read(file), ArbitraryChanges.Owners);
                SameInventory.Check(expected, Read(server), ArbitraryChanges.Owners);
                SameInventory.Check(expected, Followed(peer, known.Version), ArbitraryChanges.Owners);
            },
            iter: 60,
            threads: 1);
    }

    [Fact]
    public void Every_kind_of_change_comes_up_in_the_round_trip()
    {
        var kinds = new HashSet<Type>();
        ArbitraryChanges.Any.Sample(change => { kinds.Add(change.GetType()); }, iter: 2000, threads: 1);

        Assert.Equal(typeof(Change).GetNestedTypes().Length, kinds.Count);
    }

    private static Inventory Read(BootDatabase database) => Samples.LoadAsync(database, CancellationToken.None).GetAwaiter().GetResult();

    private static Inventory Followed(BootDatabase peer, long known)
    {
        var turn = peer.Appliance.BeginTurnAsync(known, CancellationToken.None).GetAwaiter().GetResult();
        var missed = turn.Missed;
        turn.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Assert.NotEqual(true, missed?.IsWhole);
        return Samples.Empty.With(missed?.Changes ?? []);
    }

    private static void Empty(PostgresDatabase server) => server.Engine.WriteAsync(
        session => session.Run([new(new Sql.Statement($"TRUNCATE {string.Join(", ", Core.Stored.Tables.All.Select(table => table.Name))}"), [])]),
        CancellationToken.None).GetAwaiter().GetResult();

    private static Inventory Commit(Change[][] batches, params BootDatabase[] databases)
    {
        var inventory = Samples.Empty;
        foreach (var batch in batches)
        {
            var lawful = new List<Change>();
            foreach (var change in batch)
            {
                if (ArbitraryChanges.Lawful(inventory, change) is { } allowed)
                {
                    lawful.Add(allowed);
                    inventory = inventory.With(allowed);
                }
            }

            foreach (var database in databases)
            {
                database.Appliance.CommitAsync(lawful, CancellationToken.None).GetAwaiter().GetResult();
            }
        }

        return inventory;
    }
}
