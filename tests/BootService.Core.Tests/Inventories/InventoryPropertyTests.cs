using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Inventories;

/// <summary>What holds of every state, whatever led to it.</summary>
public class InventoryPropertyTests
{
    private static readonly Gen<Change[]> History = ArbitraryChanges.Any.Array[1, 60];
    private static readonly Author By = new("root", "socket") { Command = "set host" };

    [Fact]
    public void Changes_one_by_one_lead_where_they_lead_together() =>
        History.Sample(
            changes =>
            {
                var (one, lawful) = After(Cluster.Inventory(), changes);
                var all = Cluster.Inventory().With(lawful);
                Assert.Equal(one.HostsInOrder(), all.HostsInOrder());
                Assert.Equal(one.Attempts.OrderBy(pair => pair.Key), all.Attempts.OrderBy(pair => pair.Key));
                foreach (var owner in ArbitraryChanges.Owners)
                {
                    Assert.Equal(one.AttributesOn(owner).AsEnumerable(), all.AttributesOn(owner).AsEnumerable());
                    Assert.Equal(one.AttributesOn(owner).Count > 0, all.OwnersAt(owner.Scope).Contains(owner));
                }
            },
            iter: 500);

    [Fact]
    public void Every_index_says_what_the_hosts_say() =>
        History.Sample(
            changes =>
            {
                var inventory = After(Cluster.Inventory(), changes).State;
                var (macs, addresses) = (new HashSet<object>(), new HashSet<object>());
                foreach (var (host, nic) in inventory.Hosts.Values.SelectMany(host => host.Interfaces.Select(nic => (host, nic))))
                {
                    Assert.True(nic.Mac is not { } mac || (inventory.HostOf(mac) == host && macs.Add(mac)));
                    Assert.True(nic.Address is not { } address || (inventory.HostOf(address) == host && addresses.Add(address)));
                }

                Assert.Equal(macs.Count, inventory.Tables.ByMac.Count);
                Assert.Equal(addresses.Count, inventory.Tables.ByAddress.Count);
                Assert.Equal(
                    inventory.Hosts.Values.Select(host => host.Environment).OfType<string>().CountBy(name => name).OrderBy(pair => pair.Key),
                    inventory.Tables.Environments.OrderBy(pair => pair.Key));
                Assert.All(inventory.Attempts.Values, attempt => Assert.Equal(attempt, inventory.AttemptOf(attempt.Secret)));
                Assert.Equal(inventory.Attempts.Count, inventory.Tables.BySecret.Count);
                Assert.All(inventory.Attempts.Values, attempt => Assert.InRange(attempt.Id, 1, inventory.LastAttempt));
            },
            iter: 500);

    [Fact]
    public void What_was_written_down_of_a_change_takes_it_back() =>
        Gen.Select(History, ArbitraryChanges.Any.Array[1, 6]).Sample(
            (history, changes) =>
            {
                var before = After(Cluster.Inventory(), history).State;
                var (after, made) = After(before, [.. changes.Where(IsUndoable)]);
                if (AuditTrail.Of(before, after, made, By, Cluster.Noon) is not { Steps: { IsEmpty: false } steps })
                {
                    return;
                }

                Inventory undone;
                try
                {
                    undone = after.With(Undoing.Changes(after, new UndoableChange(7, Cluster.Noon, By, steps), Cluster.Noon, (_, _) => []));
                }
                catch (RefusedException refused)
                {
                    // A host of an appliance or a group that is not there any more does not come back, and one that has begun to install stays.
                    Assert.Matches("^change 7 \\(set host\\) cannot be undone: (appliance|group|host) ", refused.Message);
                    return;
                }

                foreach (var owner in ArbitraryChanges.Owners)
                {
                    Assert.Equal(before.AttributesOn(owner).AsEnumerable(), undone.AttributesOn(owner).AsEnumerable());
                }

                // To install is no word that is put back: it is armed anew, which nobody does here.
                Assert.Equal(before.Hosts.Keys.Order(), undone.Hosts.Keys.Order());
                Assert.All(before.Hosts.Values, host => Assert.Equal(Shown(host), Shown(undone.HostOf(host.Name)!)));
            },
            iter: 3000);

    [Fact]
    public void Whoever_undoes_when_something_came_later_is_told_what()
    {
        var host = Cluster.Backend(0);
        var before = Cluster.Inventory();
        var moved = new Change.HostSet(host with { Rack = 7, Comment = "moved" });
        var after = before.With(moved);
        var change = new UndoableChange(9, Cluster.Noon, By, AuditTrail.Of(before, after, [moved], By, Cluster.Noon)!.Steps);
        Assert.Equal(
            "change 9 (set host) cannot be undone: the comment of host backend-0-0 was changed since",
            Refusal(after.With(new Change.HostSet(host with { Rack = 7, Comment = "again" }))));
        Assert.Equal("change 9 (set host) cannot be undone: host backend-0-0 was removed since", Refusal(after.With(new Change.HostRemoved(host.Name))));
        var other = after.With(new Change.HostSet(host with { Rack = 7, Comment = "moved", Box = "new" }));
        Assert.Equal(host with { Box = "new" }, other.With(Undoing.Changes(other, change, Cluster.Noon, (_, _) => [])).HostOf(host.Name));

        string Refusal(Inventory now) => Assert.Throws<RefusedException>(() => Undoing.Changes(now, change, Cluster.Noon, (_, _) => [])).Message;
    }

    [Fact]
    public void A_host_that_comes_back_meets_whoever_took_its_place()
    {
        var host = Cluster.Backend(0);
        var before = Cluster.Inventory();
        var after = before.With(new Change.HostRemoved(host.Name));
        var change = new UndoableChange(9, Cluster.Noon, By, AuditTrail.Of(before, after, [new Change.HostRemoved(host.Name)], By, Cluster.Noon)!.Steps);
        var other = new Host(Cluster.Name("other"), "backend", 1, 1);
        Assert.EndsWith(
            $"hardware address {Cluster.Mac(0)} of host backend-0-0 belongs to other now",
                Refusal(other with { Interfaces = [new("eth0", Cluster.Mac(0), null, null)] }),
            StringComparison.Ordinal);
        Assert.EndsWith(
            $"address {host.Address} of host backend-0-0 belongs to other now", Refusal(other with { Interfaces = [new("eth0", null, host.Address, null)] }),
            StringComparison.Ordinal);
        Assert.EndsWith("there is a host backend-0-0 again", Refusal(host with { Comment = "another" }), StringComparison.Ordinal);

        string Refusal(Host taken) => Assert.Throws<RefusedException>(
            () => Undoing.Changes(after.With(new Change.HostSet(taken)), change, Cluster.Noon, (_, _) => []).ToList()).Message;
    }

    private static bool IsUndoable(Change change) =>
        change is Change.HostSet or Change.HostRemoved or Change.AttributeWritten or Change.AttributeRemoved;

    private static IEnumerable<string> Shown(Host host) =>
        HostField.All.Where(field => field.Name != "action").Select(field => $"{field.Name}: {field.Text(host)}");

    private static (Inventory State, List<Change> Lawful) After(Inventory inventory, Change[] changes)
    {
        var lawful = new List<Change>();
        foreach (var change in changes)
        {
            // Nobody writes an attribute on a host that is not there.
            var isOfNobody = change is Change.AttributeWritten { Owner: { Scope: AttributeScope.Host, Target: var host } }
                && inventory.HostOf(HostName.Parse(host)) is null;
            if (!isOfNobody && ArbitraryChanges.Lawful(inventory, ArbitraryChanges.WithWords(change)) is { } allowed)
            {
                lawful.Add(allowed);
                inventory = inventory.With(allowed);
            }
        }

        return (inventory, lawful);
    }
}
