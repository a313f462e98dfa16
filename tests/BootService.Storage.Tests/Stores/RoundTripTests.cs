using BootService.Core.Inventories;
using CsCheck;
using Xunit;

namespace BootService.Storage.Tests.Stores;

public sealed class RoundTripTests
{
    [Fact]
    public void Whatever_happened_is_read_back_as_it_was_in_memory() =>
        ArbitraryChanges.Any.Array[1, 12].Array[1, 6].Sample(
            batches =>
            {
                using var folder = new TemporaryFolder();
                var expected = Samples.Empty;
                using var database = BootDatabase.Open(folder.Path);
                foreach (var batch in batches)
                {
                    expected = Commit(database, expected, batch);
                }

                SameInventory.Check(expected, Samples.LoadAsync(database, CancellationToken.None).GetAwaiter().GetResult(), ArbitraryChanges.Owners);
            },
            iter: 80,
            threads: 1);

    [Fact]
    public void Every_kind_of_change_comes_up_in_the_round_trip()
    {
        var kinds = new HashSet<Type>();
        ArbitraryChanges.Any.Sample(change => { kinds.Add(change.GetType()); }, iter: 2000, threads: 1);

        Assert.Equal(typeof(Change).GetNestedTypes().Length, kinds.Count);
    }

    private static Inventory Commit(BootDatabase database, Inventory inventory, Change[] batch)
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

        database.Appliance.CommitAsync(lawful, CancellationToken.None).GetAwaiter().GetResult();
        return inventory;
    }
}
