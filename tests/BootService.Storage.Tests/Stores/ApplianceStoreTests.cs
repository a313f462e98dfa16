using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Storage.Sql;
using BootService.Storage.Tests.Engines;
using Xunit;

namespace BootService.Storage.Tests.Stores;

public sealed class ApplianceStoreOnSqliteTests() : ApplianceStoreTests(null);

public sealed class ApplianceStoreOnPostgresTests(PostgresFixture postgres) : ApplianceStoreTests(postgres);

public abstract class ApplianceStoreTests(PostgresFixture? postgres) : StoreBench(postgres)
{
    [Fact]
    public async Task What_was_acknowledged_is_on_the_disk_of_a_machine_that_loses_power()
    {
        await CommitAsync(
            new Change.HostSet(Samples.Host(1)), new Change.AttemptSet(Samples.Attempt(1, Samples.Name(1)), new FrozenProfile("install\n", "***\n")));

        using var elsewhere = OpenElsewhere();
        var inventory = await Samples.LoadAsync(elsewhere, Cancel);

        Assert.Equal(Samples.Host(1), inventory.HostOf(Samples.Name(1)));
        Assert.Equal("secret-1", inventory.AttemptOf(Samples.Name(1))?.Secret);
        Assert.Equal("install\n", await elsewhere.Appliance.TextAsync(1, Cancel));
        Assert.Equal("***\n", await elsewhere.Appliance.MaskedAsync(1, Cancel));
    }

    [Fact]
    public async Task Words_that_rows_share_are_each_rows_own()
    {
        var comment = new string('c', 3);
        await CommitAsync(
        [
            .. new[] { (comment, "lab"), (comment, null), (string.Empty, "lab"), (comment, "lab") }
                .Select((words, at) => new Change.HostSet(Samples.Host(at + 1) with { Comment = words.Item1, Environment = words.Item2 })),
        ]);

        using var elsewhere = OpenElsewhere();
        var inventory = await Samples.LoadAsync(elsewhere, Cancel);
        Assert.Equal(
            [("ccc", "lab"), ("ccc", null), ("", "lab"), ("ccc", "lab")],
            Enumerable.Range(1, 4).Select(at => inventory.HostOf(Samples.Name(at))!).Select(host => (host.Comment, host.Environment)));
    }

    [Fact]
    public async Task Every_file_of_a_profile_is_kept_and_leaves_with_its_attempt()
    {
        ImmutableArray<FrozenAnswer> answers = [new("late.sh", "late\n"), new("preseed.cfg", "answers\n", "***\n")];
        await CommitAsync(new Change.HostSet(Samples.Host(1)), new Change.AttemptSet(Samples.Attempt(1, Samples.Name(1)), new FrozenProfile(answers)));
        Assert.Equal(answers, await Database.Appliance.ListAnswersAsync(1, Cancel));

        await CommitAsync(new Change.HostRemoved(Samples.Name(1)));
        Assert.Empty(await Database.Appliance.ListAnswersAsync(1, Cancel));
    }

    [Fact]
    public async Task The_attempts_before_the_newest_are_listed_the_newest_first()
    {
        var (first, last) = (Samples.Attempt(1, Samples.Name(1)), Samples.Attempt(3, Samples.Name(1)));
        await CommitAsync(
            new Change.HostSet(Samples.Host(1)), new Change.HostSet(Samples.Host(2)), new Change.AttemptSet(first, "a"),
            new Change.AttemptSet(Samples.Attempt(2, Samples.Name(2)), "b"), new Change.AttemptSet(last, "c"));
        Assert.Equal([last, first], await Database.Appliance.ListAttemptsAsync(Samples.Name(1), 20, Cancel));
        Assert.Equal([last], await Database.Appliance.ListAttemptsAsync(Samples.Name(1), 1, Cancel));
        Assert.Empty(await Database.Appliance.ListAttemptsAsync(Samples.Name(3), 20, Cancel));
    }

    [Fact]
    public async Task A_list_of_changes_of_which_one_is_refused_leaves_nothing()
    {
        await CommitAsync(new Change.HostSet(Samples.Host(1)));
        var twin = Samples.Host(2) with { Interfaces = [Samples.Host(1).Interfaces[0] with { Address = null }] };

        await Assert.ThrowsAsync<RefusedException>(() => CommitAsync(Samples.Attribute(Samples.Name(1), "a", "1"), new Change.HostSet(twin)));

        var inventory = await Samples.LoadAsync(Database, Cancel);
        Assert.Null(inventory.HostOf(Samples.Name(2)));
        Assert.Empty(inventory.AttributesOn(AttributeOwner.Of(Samples.Name(1))));
        Assert.Single(inventory.HostOf(Samples.Name(1))!.Interfaces);
    }

    [Fact]
    public async Task An_attempt_for_a_host_that_is_not_there_is_refused() =>
        await Assert.ThrowsAsync<RefusedException>(() => CommitAsync(new Change.AttemptSet(Samples.Attempt(1, Samples.Name(1)))));

    [Fact]
    public async Task An_attempt_never_takes_the_number_of_another_hosts()
    {
        await CommitAsync(new Change.HostSet(Samples.Host(1)), new Change.HostSet(Samples.Host(2)), new Change.AttemptSet(Samples.Attempt(1, Samples.Name(1))));

        await Assert.ThrowsAsync<RefusedException>(() => CommitAsync(new Change.AttemptSet(Samples.Attempt(1, Samples.Name(2)) with { Handouts = 2 })));

        Assert.Equal(0, (await Samples.LoadAsync(Database, Cancel)).AttemptOf(Samples.Name(1))?.Handouts);
    }

    [Fact]
    public async Task Two_hosts_swap_their_cards_in_one_commit()
    {
        var (one, two) = (Samples.Host(1), Samples.Host(2));
        await CommitAsync(new Change.HostSet(one), new Change.HostSet(two));

        await CommitAsync(new Change.HostSet(one with { Interfaces = two.Interfaces }), new Change.HostSet(two with { Interfaces = one.Interfaces }));

        Assert.Equal(one.Name, (await Samples.LoadAsync(Database, Cancel)).HostOf(two.Interfaces[0].Mac!.Value)?.Name);
    }

    [Fact]
    public async Task A_removed_host_takes_its_attributes_attempts_and_kickstarts_with_it()
    {
        var name = Samples.Name(1);
        await CommitAsync(new Change.HostSet(Samples.Host(1)), Samples.Attribute(name, "a", "1"), new Change.AttemptSet(Samples.Attempt(1, name), "text"));

        await CommitAsync(new Change.HostRemoved(name), new Change.HostSet(Samples.Host(1)));

        var inventory = await Samples.LoadAsync(Database, Cancel);
        Assert.Empty(inventory.AttributesOn(AttributeOwner.Of(name)));
        Assert.Null(inventory.AttemptOf(name));
        Assert.Null(await Database.Appliance.TextAsync(1, Cancel));
    }

    [Fact]
    public async Task A_step_of_an_attempt_keeps_the_kickstart_it_was_armed_with()
    {
        var attempt = Samples.Attempt(1, Samples.Name(1));
        await CommitAsync(new Change.HostSet(Samples.Host(1)), new Change.AttemptSet(attempt, "text"));

        await CommitAsync(
            new Change.AttemptSet(attempt with { State = AttemptState.Fetched }), new Change.HostSet(Samples.Host(1) with { Action = BootAction.Install }));

        Assert.Equal("text", await Database.Appliance.TextAsync(1, Cancel));
        Assert.Equal(AttemptState.Fetched, (await Samples.LoadAsync(Database, Cancel)).AttemptOf(Samples.Name(1))?.State);
    }

    [Fact]
    public async Task The_last_hundred_attempts_of_a_host_are_kept_and_only_the_newest_is_in_the_inventory()
    {
        var changes =
            new List<Change> { new Change.HostSet(Samples.Host(1)), new Change.HostSet(Samples.Host(2)),
                new Change.AttemptSet(Samples.Attempt(1, Samples.Name(2)), "other") };
        for (var id = 2; id <= 131; id++)
        {
            changes.Add(new Change.AttemptSet(Samples.Attempt(id, Samples.Name(1)), $"text {id}"));
        }

        await Database.Appliance.CommitAsync(changes, Cancel);

        Assert.Equal([1L, 131L], (await Database.Appliance.LoadAsync(Cancel)).Changes.OfType<Change.AttemptSet>().Select(set => set.Attempt.Id).Order());
        Assert.Null(await Database.Appliance.TextAsync(31, Cancel));
        Assert.Equal("text 32", await Database.Appliance.TextAsync(32, Cancel));
        Assert.Equal("other", await Database.Appliance.TextAsync(1, Cancel));
    }

    [Fact]
    public async Task Reading_goes_on_while_a_commit_is_being_made()
    {
        await CommitAsync(new Change.HostSet(Samples.Host(1)), new Change.AttemptSet(Samples.Attempt(1, Samples.Name(1)), "text"));

        await Engine.WriteAsync(
            session =>
            {
                session.Run([new QueuedRow(new Statement("DELETE FROM hosts"), [])]);
                Assert.Equal("text", Database.Appliance.TextAsync(1, Cancel).GetAwaiter().GetResult());
            },
            Cancel);
    }

    [Fact]
    public async Task Thousands_of_attributes_are_written_in_their_order_and_the_last_word_counts()
    {
        await CommitAsync(new Change.HostSet(Samples.Host(1)));
        var written = Enumerable.Range(0, 5000).Select(number => Samples.Attribute(Samples.Name(1), $"a{number % 3000}", $"{number}")).ToArray();

        await CommitAsync(written);

        var attributes = (await Samples.LoadAsync(Database, Cancel)).AttributesOn(AttributeOwner.Of(Samples.Name(1)));
        Assert.Equal(3000, attributes.Count);
        Assert.Equal(["3000", "4999", "2000"], ((string[])["a0", "a1999", "a2000"]).Select(name => attributes.Find(AttributeName.Parse(name))!.Text));
    }

    private Task CommitAsync(params Change[] changes) => Database.Appliance.CommitAsync(changes, Cancel);
}
