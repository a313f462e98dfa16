using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using Xunit;

namespace BootService.Core.Tests.Audits;

/// <summary>What came later is never undone with what came before it. That what was written down can be taken back is a property of the inventory.</summary>
public sealed class UndoingTests
{
    private static readonly Author By = new("alice", "socket") { Command = "set host" };
    private static readonly Host Old = Cluster.Backend(0);
    private static readonly AttributeOwner Owner = AttributeOwner.Of(Old.Name);

    [Fact]
    public void A_value_that_was_set_again_stays()
    {
        var (after, change) = Made(Cluster.Inventory(), Console("ttyS0"));
        Assert.Equal([new Change.AttributeRemoved(Owner, AttributeName.Parse("console"))], Undone(after, change));
        Assert.Equal(
            "change 7 (set host) cannot be undone: attribute console of host backend-0-0 was changed since", Refused(after.With(Console("ttyS1")), change));
    }

    [Fact]
    public void Of_a_host_only_the_fields_that_were_changed_are_put_back()
    {
        var (after, change) = Made(Cluster.Inventory(), new Change.HostSet(Old with { Rack = 7 }));
        var commented = after.With(new Change.HostSet(Old with { Rack = 7, Comment = "fan is loud" }));
        Assert.Equal(Old with { Comment = "fan is loud" }, Assert.IsType<Change.HostSet>(Assert.Single(Undone(commented, change))).Host);
        Assert.Equal(
            "change 7 (set host) cannot be undone: the rack of host backend-0-0 was changed since",
            Refused(after.With(new Change.HostSet(Old with { Rack = 8 })), change));
        Assert.Equal(
            "change 7 (set host) cannot be undone: host backend-0-0 was removed since", Refused(after.With(new Change.HostRemoved(Old.Name)), change));
    }

    [Fact]
    public void An_added_host_goes_unless_something_hangs_on_it()
    {
        var added = Cluster.Backend(9);
        var (after, change) = Made(Cluster.Inventory(), new Change.HostSet(added));
        Assert.Equal([new Change.HostRemoved(added.Name)], Undone(after, change));
        Assert.Equal(
            "change 7 (set host) cannot be undone: host backend-0-9 got attribute console since",
            Refused(after.Set(AttributeOwner.Of(added.Name), "console", "ttyS0"), change));
        Assert.Equal("change 7 (set host) cannot be undone: host backend-0-9 was set to install since", Refused(Cancelled(after, added), change));
        Assert.Equal(
            "change 7 (set host) cannot be undone: host backend-0-9 was removed since", Refused(after.With(new Change.HostRemoved(added.Name)), change));
    }

    [Fact]
    public void A_removed_host_comes_back_unless_its_place_is_taken()
    {
        var grouped = Old with { Groups = ["blue"] };
        var before = Cluster.Inventory().With(new Change.GroupSet("blue"), new Change.HostSet(grouped), Console("ttyS0"));
        var (after, change) = Made(before, new Change.HostRemoved(Old.Name));
        var undone = after.With(Undone(after, change));
        Assert.Equal(grouped, undone.HostOf(Old.Name));
        Assert.Equal("ttyS0", undone.AttributesOn(Owner).Find(AttributeName.Parse("console"))?.Text);

        var other = Cluster.Backend(9) with { Name = Cluster.Name("other") };
        var nic = Old.Interfaces[0];
        foreach (var (later, why) in new (Change Later, string Why)[]
        {
            (new Change.HostSet(Old with { Interfaces = [] }), "there is a host backend-0-0 again"),
            (new Change.GroupRemoved("blue"), "group blue of host backend-0-0 was removed since"),
            (With(nic with { Address = null }), $"hardware address {nic.Mac} of host backend-0-0 belongs to other now"),
            (With(nic with { Mac = null }), $"address {nic.Address} of host backend-0-0 belongs to other now"),
        })
        {
            Assert.Equal($"change 7 (set host) cannot be undone: {why}", Refused(after.With(later), change));
        }

        Change With(HostInterface card) => new Change.HostSet(other with { Interfaces = [card] });
    }

    [Fact]
    public void A_host_that_was_set_to_install_is_armed_anew_and_never_gets_the_old_attempt_back()
    {
        var armed = Cluster.Inventory().Arm(0);
        var (after, change) = Made(armed, new Change.HostRemoved(Old.Name));
        var undone = Undone(after, change);
        Assert.Equal(BootAction.Os, Assert.Single(undone.OfType<Change.HostSet>()).Host.Action);
        Assert.Equal(AttemptState.Cancelled, Assert.Single(undone.OfType<Change.AttemptSet>()).Attempt.State);
        Assert.Equal([Old.Name], Undoing.Rearmed(change));

        var rearmed = new List<HostName>();
        _ = Undoing.Changes(after, change, Cluster.Noon, (state, host) =>
        {
            Assert.Equal(host, state.HostOf(Old.Name));
            rearmed.Add(host.Name);
            return [];
        }).ToArray();
        Assert.Equal([Old.Name], rearmed);
    }

    [Fact]
    public void Setting_to_install_is_taken_back_until_it_has_begun()
    {
        var before = Cluster.Inventory();
        var after = before.Arm(0);
        var change = Written(before, after, [new Change.HostSet(after.HostOf(Old.Name)!)]);
        var undone = after.With(Undone(after, change));
        Assert.Equal((Old, AttemptState.Cancelled), (undone.HostOf(Old.Name), undone.AttemptOf(Old.Name)!.State));

        var begun = after.Signal(0, new AttemptSignal.HandedOut(), Cluster.Noon)
            .Signal(0, new AttemptSignal.KickstartFetched(Old.Address!.Value), Cluster.Noon);
        Assert.Equal(
            "change 7 (set host) cannot be undone: host backend-0-0 has begun to install (\"stack set host boot backend-0-0 action=os\" cancels it)",
            Refused(begun, change));
    }

    private static Change.AttributeWritten Console(string text) =>
        new(Owner, AttributeName.Parse("console"), new AttributeValue(text, Shadow: false, Cluster.Noon));

    private static Inventory Cancelled(Inventory inventory, Host host)
    {
        var armed = inventory.Arm(host.Rank.Number ?? 0);
        return armed.With(new Change.HostSet(host), new Change.AttemptSet(armed.AttemptOf(host.Name)! with { State = AttemptState.Cancelled }));
    }

    private static (Inventory After, UndoableChange Change) Made(Inventory before, params Change[] changes)
    {
        var after = before.With(changes);
        return (after, Written(before, after, changes));
    }

    private static UndoableChange Written(Inventory before, Inventory after, Change[] changes) =>
        new(7, Cluster.Noon, By, AuditTrail.Of(before, after, changes, By, Cluster.Noon)!.Steps);

    private static Change[] Undone(Inventory inventory, UndoableChange change) => [.. Undoing.Changes(inventory, change, Cluster.Noon, (_, _) => [])];

    private static string Refused(Inventory inventory, UndoableChange change) => Assert.Throws<RefusedException>(() => Undone(inventory, change)).Message;
}
