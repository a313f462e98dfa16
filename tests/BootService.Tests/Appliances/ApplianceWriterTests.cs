using System.Globalization;
using BootService.Appliances;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Protocols.Net;
using BootService.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Appliances;

public sealed class ApplianceWriterTests
{
    private static readonly AttributeName Counter = AttributeName.Parse("counter");

    private static readonly Inventory Empty = Inventory.Empty(
        new Frontend("frontend", "local", "eth1", new MacAddress(1), Ipv4.Parse("10.1.1.1"), Ipv4Network.Parse("10.1.0.0/16"), 80));

    private readonly GatedStore _store = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_who_count_at_once_count_to_five_hundred_and_the_disk_says_so()
    {
        var folder = Directory.CreateTempSubdirectory("bootservice-writer-");
        using (var database = BootDatabase.Open(folder.FullName))
        {
            var writer = await StartAsync(database.Appliance);

            var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => writer.CommitAsync(Count, Cancel), Cancel)));

            Assert.Equal(Enumerable.Range(1, 500), answers.Order());
            Assert.Equal(500, Counted(writer.Current));
            Assert.Equal(500, Counted(Empty.With((await database.Appliance.LoadAsync(Cancel)).Changes)));
            await writer.StopAsync(Cancel);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_this_machine_is_and_who_its_peers_are_is_shown_at_once_while_a_commit_waits_for_the_store()
    {
        var writer = await StartAsync(_store);
        var counted = writer.CommitAsync(Count, Cancel);
        await _store.ArrivedAsync(Cancel);

        var now = writer.Current.Frontend with { Mtu = 9000 };
        writer.Follow(now);
        writer.HearPeers([new PeerFrontend("fe2", [Ipv4.Parse("10.1.1.2")], IsUp: true)]);
        Assert.Equal((9000, 1, 0), (writer.Current.Frontend.Mtu, writer.Current.Frontend.Peers.All.Length, Counted(writer.Current)));

        _store.LetThrough();
        await counted;
        Assert.Equal((9000, 1, 1), (writer.Current.Frontend.Mtu, writer.Current.Frontend.Peers.All.Length, Counted(writer.Current)));
        await writer.StopAsync(Cancel);
    }

    [Fact]
    public async Task Whether_anything_can_be_written_is_tried_and_known_again_once_it_can()
    {
        var writer = await StartAsync(_store);
        _store.LetThrough(10);
        _store.Fault = _ => new StorageException("the disk is full");
        Assert.Equal("the disk is full; nothing was changed: no install and no change is taken", await writer.WhyNotWritableAsync(Cancel));
        Assert.NotNull(await writer.WhyNotWritableAsync(Cancel));
        _store.Fault = _ => null;
        Assert.Null(await writer.WhyNotWritableAsync(Cancel));

        // A write of the last minute tells; nothing more is written.
        Assert.Null(await writer.WhyNotWritableAsync(Cancel));
        Assert.Single(_store.Commits);
        Assert.Equal(0, writer.Current.LastAttempt);
        await writer.StopAsync(Cancel);
    }

    [Fact]
    public async Task Those_who_wait_share_one_transaction()
    {
        var writer = await StartAsync(_store);
        var first = writer.CommitAsync(Count, Cancel);
        await _store.ArrivedAsync(Cancel);
        var others = Enumerable.Range(0, 100).Select(_ => writer.CommitAsync(Count, Cancel)).ToArray();

        _store.LetThrough(2);

        Assert.Equal(1, await first);
        Assert.Equal(Enumerable.Range(2, 100), await Task.WhenAll(others));
        Assert.Equal([1, 100], _store.Commits.Select(commit => commit.Count(change => change is Change.AttributeWritten)));
    }

    [Fact]
    public async Task Nothing_is_shown_before_it_is_on_disk()
    {
        var writer = await StartAsync(_store);
        var answer = writer.CommitAsync(Count, Cancel);
        await _store.ArrivedAsync(Cancel);

        Assert.Same(Empty, writer.Current);
        Assert.False(answer.IsCompleted);

        _store.LetThrough();
        await answer;
        Assert.Equal(1, Counted(writer.Current));
    }

    [Fact]
    public async Task What_a_proposal_throws_reaches_its_caller_alone_and_leaves_nothing()
    {
        var writer = await StartAsync(_store);
        var (before, failing, after) = await BehindAnotherAsync(writer, _ => throw new RefusedException("no such host"));

        Assert.Equal("no such host", (await Assert.ThrowsAsync<RefusedException>(() => failing)).Message);
        Assert.Equal((2, 3), (await before, await after));
        Assert.Equal(3, Counted(writer.Current));
    }

    [Fact]
    public async Task When_the_disk_is_full_all_of_the_batch_are_told_and_the_daemon_goes_on()
    {
        var writer = await StartAsync(_store);
        var full = true;
        _store.Fault = _ => full
            ? new StorageException("the database /var/lib/bootservice/bootservice.db cannot be written: no space left on its disk, so make room there")
            : null;

        var (one, two, three) = await BehindAnotherAsync(writer, Count);

        foreach (var told in (Task<int>[])[one, two, three])
        {
            var refusal = await Assert.ThrowsAsync<RefusedException>(() => told);
            Assert.Equal(
                "the database /var/lib/bootservice/bootservice.db cannot be written: no space left on its disk, so make room there; nothing was changed",
                refusal.Message);
        }

        Assert.Same(Empty, writer.Current);
        full = false;
        _store.LetThrough();
        Assert.Equal(1, await writer.CommitAsync(Count, Cancel));
    }

    [Fact]
    public async Task A_defect_of_the_store_is_a_refusal_without_its_text_and_the_daemon_goes_on()
    {
        var writer = await StartAsync(_store);
        var defects = new Queue<Exception>([new InvalidOperationException("index out of range")]);
        _store.Fault = _ => defects.TryDequeue(out var defect) ? defect : null;
        _store.LetThrough(2);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => writer.CommitAsync(Count, Cancel));

        Assert.DoesNotContain("index", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await writer.CommitAsync(Count, Cancel));
    }

    [Fact]
    public async Task Only_the_one_that_breaks_a_rule_is_refused()
    {
        var writer = await StartAsync(_store);
        _store.Fault = changes => changes.OfType<Change.NetworkRemoved>().Any() ? new RefusedException("the network is in use") : null;
        var (before, breaking, after) = await BehindAnotherAsync(writer, _ => new Proposal<int>(0, [new Change.NetworkRemoved("private")]), commits: 5);

        Assert.Equal("the network is in use", (await Assert.ThrowsAsync<RefusedException>(() => breaking)).Message);
        Assert.Equal((2, 3), (await before, await after));
        Assert.Equal(3, Counted(writer.Current));
    }

    [Fact]
    public async Task A_proposal_without_changes_is_answered_without_a_commit()
    {
        var writer = await StartAsync(_store);

        Assert.Equal(7, await writer.CommitAsync(_ => new Proposal<int>(7, []), Cancel));
        Assert.Equal(8, await writer.CommitAsync(_ => new Proposal<int>(8, default), Cancel));

        Assert.Empty(_store.Commits);
        Assert.Same(Empty, writer.Current);
    }

    [Fact]
    public async Task Stopping_carries_out_what_was_proposed_and_refuses_what_comes_after()
    {
        var writer = await StartAsync(_store);
        var proposed = Enumerable.Range(0, 10).Select(_ => writer.CommitAsync(Count, Cancel)).ToArray();

        var stopped = writer.StopAsync(Cancel);
        _store.LetThrough(10);
        await stopped;

        Assert.Equal(Enumerable.Range(1, 10), await Task.WhenAll(proposed));
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => writer.CommitAsync(Count, Cancel));
        Assert.Equal("bootservice is being stopped; nothing was changed: try again when it runs", refusal.Message);
    }

    [Fact]
    public async Task Who_stops_waiting_early_changes_nothing_and_who_stops_late_does()
    {
        var writer = await StartAsync(_store);
        using var late = new CancellationTokenSource();
        using var early = new CancellationTokenSource();
        var taken = writer.CommitAsync(Count, late.Token);
        await _store.ArrivedAsync(Cancel);
        var waiting = writer.CommitAsync(Count, early.Token);

        await late.CancelAsync();
        await early.CancelAsync();
        _store.LetThrough(2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(2, await writer.CommitAsync(Count, Cancel));
    }

    private static int Counted(Inventory inventory) =>
        inventory.AttributesOn(AttributeOwner.Global).Find(Counter) is { } value ? int.Parse(value.Text, CultureInfo.InvariantCulture) : 0;

    private static Proposal<int> Count(Inventory inventory)
    {
        var next = Counted(inventory) + 1;
        var value = new AttributeValue(next.ToString(CultureInfo.InvariantCulture), Shadow: false, DateTimeOffset.UnixEpoch);
        return new Proposal<int>(next, [new Change.AttributeWritten(AttributeOwner.Global, Counter, value)]);
    }

    private static async Task<ApplianceWriter> StartAsync(IApplianceStore store)
    {
        var writer = new ApplianceWriter(store, new ApplianceStart(Empty, 0), TimeProvider.System, NullLogger<ApplianceWriter>.Instance);
        await writer.StartAsync(Cancel);
        return writer;
    }

    /// <summary>Holds one commit at the gate and puts three proposals behind it, which so become one batch.</summary>
    private async Task<(Task<int> Before, Task<int> Middle, Task<int> After)> BehindAnotherAsync(
        ApplianceWriter writer, Func<Inventory, Proposal<int>> middle, int commits = 2)
    {
        var gate = writer.CommitAsync(Count, Cancel);
        await _store.ArrivedAsync(Cancel);
        var batch = (writer.CommitAsync(Count, Cancel), writer.CommitAsync(middle, Cancel), writer.CommitAsync(Count, Cancel));
        _store.LetThrough(commits);
        await Task.WhenAny(gate);
        return batch;
    }
}
