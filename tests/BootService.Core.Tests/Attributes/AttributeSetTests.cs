using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Tests.Inventories;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Attributes;

public class AttributeSetTests
{
    private static readonly Gen<AttributeEntry> Entry = Gen.Select(
        Choice.Among("a", "a.b", "a.b.c", "a-b", "aB", "b", "_z", "Z"), Gen.Int[0, 3], Gen.Bool,
        (name, text, shadow) => new AttributeEntry(AttributeName.Parse(name), new AttributeValue(text.ToString(), shadow, Cluster.Noon)));

    [Fact]
    public void A_set_is_what_a_sorted_dictionary_is_whatever_is_written_and_taken() =>
        Entry.Select(Gen.Int[0, 3]).Array[0, 40].Sample(
            writes =>
            {
                var (set, model) = (AttributeSet.Empty, new SortedDictionary<AttributeName, AttributeValue>());
                foreach (var (entry, what) in writes)
                {
                    if (what == 0)
                    {
                        set = set.Without(entry.Name);
                        model.Remove(entry.Name);
                    }
                    else
                    {
                        set = what == 1 ? set.With(entry.Name, entry.Value) : set.With([entry, entry with { Value = entry.Value with { Text = "last" } }]);
                        model[entry.Name] = what == 1 ? entry.Value : entry.Value with { Text = "last" };
                    }

                    Assert.Equal(model.Select(pair => new AttributeEntry(pair.Key, pair.Value)), set.AsEnumerable());
                    Assert.Equal(model.GetValueOrDefault(entry.Name), set.Find(entry.Name));
                    Assert.Equal(model.Count, set.Count);
                }

                foreach (var prefix in (string[])["", "a", "a.", "a.b", "a.b.", "b", "q", "_", "1"])
                {
                    Assert.Equal(model.Keys.Where(name => name.ToString().StartsWith(prefix, StringComparison.Ordinal)), set.Under(prefix));
                }
            },
            iter: 2000);

    [Fact]
    public void Many_values_at_once_are_as_if_they_came_one_after_the_other() =>
        Gen.Select(Entry.Array[0, 12], Entry.Array[0, 12]).Sample(
            (old, more) =>
            {
                var before = AttributeSet.From(old);
                Assert.Equal(more.Aggregate(before, (set, entry) => set.With(entry.Name, entry.Value)).AsEnumerable(), before.With(more));
            },
            iter: 2000);

    [Fact]
    public void What_differs_between_two_sets_makes_the_one_of_the_other() =>
        Gen.Select(Entry.Array[0, 12], Entry.Array[0, 12]).Sample(
            (old, now) =>
            {
                var (before, after) = (AttributeSet.From(old), AttributeSet.From(now));
                var differences = AttributeSet.Between(before, after);
                var made = differences.Aggregate(before, (set, one) => one.After is { } value ? set.With(one.Name, value) : set.Without(one.Name));
                Assert.Equal(after.AsEnumerable(), made.AsEnumerable());
                Assert.All(differences, one => Assert.NotEqual(one.Before, one.After));
                Assert.Empty(AttributeSet.Between(after, made));
            },
            iter: 3000);

    [Fact]
    public void What_a_host_has_is_found_one_by_one_and_all_together_alike() =>
        ArbitraryChanges.Any.Array[1, 60].Sample(
            changes =>
            {
                var inventory = changes.Aggregate(
                    Cluster.Inventory(),
                    (state, change) => ArbitraryChanges.Lawful(state, change) is { } lawful ? state.With(ArbitraryChanges.WithWords(lawful)) : state);
                foreach (var host in inventory.Hosts.Values)
                {
                    var (attributes, all) = (inventory.AttributesOf(host), inventory.AttributesOf(host).All().ToList());
                    Assert.Equal(all.Select(one => one.Name).Order(), all.Select(one => one.Name));
                    Assert.Equal(all.Count, all.DistinctBy(one => one.Name).Count());
                    Assert.All(all, one => Assert.Equal(one, attributes.Find(one.Name)));
                    Assert.All(all, one => Assert.Equal(one, attributes.Layers(one.Name).First()));
                    Assert.All(
                        attributes.NamesUnder(string.Empty), name => Assert.Contains(all, one => one.Name.ToString() == name));
                }
            },
            iter: 300);

    [Theory]
    [InlineData("a/b", "a.b")]
    [InlineData("_x", "_x")]
    public void Stackis_other_separator_is_read(string typed, string kept) => Assert.Equal(kept, AttributeName.Parse(typed).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("9a")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a;b")]
    [InlineData("\u00e4")]
    public void What_could_be_no_entity_is_no_name(string typed)
    {
        Assert.False(AttributeName.TryParse(typed, null, out _));
        Assert.Throws<FormatException>(() => AttributeName.Parse(typed));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_name_ends_somewhere(int length, bool isName) => Assert.Equal(isName, AttributeName.TryParse(new string('a', length), null, out _));

    [Fact]
    public void The_narrower_scope_wins_at_every_step()
    {
        var host = Cluster.Backend(0) with { Environment = "test" };
        var inventory = Cluster.Inventory().With(new Change.HostSet(host));
        AttributeOwner[] owners =
        [
            AttributeOwner.Global, new(AttributeScope.Os, "redhat"), new(AttributeScope.Appliance, "backend"), new(AttributeScope.Environment, "test"),
            AttributeOwner.Of(host.Name),
        ];
        foreach (var owner in owners)
        {
            inventory = inventory.Set(owner, "color", owner.Scope.ToString());
            Assert.Equal(owner.Scope.ToString(), inventory.AttributesOf(host).Text("color"));
        }

        Assert.Equal(owners.Reverse(), inventory.AttributesOf(host).Layers(AttributeName.Parse("color")).Select(layer => layer.Owner));
        Assert.Equal("Appliance", inventory.AttributesOf(Cluster.Backend(1)).Text("color"));
    }
}
