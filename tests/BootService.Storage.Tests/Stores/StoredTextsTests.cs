using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Stored;
using BootService.Storage.Tests.Engines;
using BootService.Storage.Tests.Texts;
using Xunit;

namespace BootService.Storage.Tests.Stores;

public sealed class StoredTextsOnSqliteTests() : StoredTextsTests(null);

public sealed class StoredTextsOnPostgresTests(PostgresFixture postgres) : StoredTextsTests(postgres);

/// <summary>What attempts install from is kept once, packed, and leaves with the last attempt that has it.</summary>
public abstract class StoredTextsTests(PostgresFixture? postgres) : StoreBench(postgres)
{
    [Fact]
    public async Task A_thousand_kickstarts_of_one_profile_take_a_tenth_and_come_back_to_the_octet()
    {
        const int Nodes = 1000;
        await ArmAsync(Enumerable.Range(1, Nodes));
        var plain = Enumerable.Range(1, Nodes).Sum(node => Kickstarts.Of(node).Length + Masked(node).Length);
        Assert.True(Octets() * 10 < plain, $"{Octets()} octets are kept of {plain}");

        using var elsewhere = OpenElsewhere();
        foreach (var node in (int[])[1, 2, 500, Nodes])
        {
            Assert.Equal(
                [new FrozenAnswer("ks", Kickstarts.Of(node), Masked(node))], await elsewhere.Appliance.ListAnswersAsync(node, Cancel));
        }
    }

    [Fact]
    public async Task What_is_equal_is_kept_once_until_the_last_that_has_it_is_gone()
    {
        await ArmAsync([1, 2, 3]);
        var before = Rows();
        var (again, last) = (Samples.Attempt(10, Samples.Name(1)), Samples.Attempt(11, Samples.Name(1)));
        await CommitAsync(new Change.AttemptSet(again, new FrozenProfile([new FrozenAnswer("ks", Kickstarts.Of(1), Masked(1))])));
        Assert.Equal(before, Rows());

        await CommitAsync(new Change.HostRemoved(Samples.Name(2)), new Change.HostRemoved(Samples.Name(3)));
        Assert.Equal(Kickstarts.Of(1), await Database.Appliance.TextAsync(again.Id, Cancel));
        Assert.Equal(Kickstarts.Of(1), await Database.Appliance.TextAsync(1, Cancel));
        await CommitAsync(new Change.AttemptSet(last, "other"));
        await CommitAsync(new Change.HostRemoved(Samples.Name(1)));
        Assert.Equal(0, Rows());

        // The base went too, and is put there again with whoever needs it.
        await ArmAsync([4]);
        Assert.Equal(Kickstarts.Of(4), await Database.Appliance.TextAsync(4, Cancel));
    }

    [Fact]
    public async Task A_run_after_the_next_goes_on_with_what_is_there()
    {
        await ArmAsync([1, 2]);
        var before = Rows();
        Reopen();
        await ArmAsync([1, 2], from: 20);
        Assert.Equal(before, Rows());
        await ArmAsync([3], from: 30);
        Assert.Equal(Kickstarts.Of(3), await Database.Appliance.TextAsync(33, Cancel));
        Assert.Equal(Kickstarts.Of(2), await Database.Appliance.TextAsync(2, Cancel));
    }

    [Fact]
    public async Task A_text_that_is_damaged_or_gone_is_told_and_not_served()
    {
        await ArmAsync([1]);
        await RunAsync("UPDATE texts SET digest = 'gone' WHERE base IS NULL");
        var fault = await Assert.ThrowsAsync<StorageException>(() => Database.Appliance.ListAnswersAsync(1, Cancel));
        Assert.Contains("texts.octets of ", fault.Message, StringComparison.Ordinal);
    }

    private static string Masked(int node) => Kickstarts.Of(node).Replace("--secret=", "--secret=***", StringComparison.Ordinal);

    private Task ArmAsync(IEnumerable<int> nodes, long from = 0) => CommitAsync(
        [.. nodes.SelectMany(node => (Change[])
        [
            new Change.HostSet(Samples.Host(node)),
            new Change.AttemptSet(
                Samples.Attempt(from + node, Samples.Name(node)), new FrozenProfile([new FrozenAnswer("ks", Kickstarts.Of(node), Masked(node))])),
        ])]);

    private Task CommitAsync(params IReadOnlyList<Change> changes) => Database.Appliance.CommitAsync(changes, Cancel);

    private long Octets() => Ask($"SELECT sum(length(octets)) FROM {InstallTables.Texts.Name}");

    private long Rows() => Ask($"SELECT count(*) FROM {InstallTables.Texts.Name}");

    private long Ask(string sql) => Engine.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar());
    });
}
