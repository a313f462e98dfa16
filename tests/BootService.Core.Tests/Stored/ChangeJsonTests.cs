using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using BootService.Core.Inventories;
using BootService.Core.Stored;
using BootService.Core.Tests.Inventories;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Stored;

public sealed class ChangeJsonTests
{
    [Fact]
    public void Every_kind_of_change_has_a_word_of_its_own_in_JSON()
    {
        var kinds = typeof(Change).GetNestedTypes().Where(kind => kind.IsSubclassOf(typeof(Change))).ToHashSet();
        var words = typeof(Change).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().ToList();

        Assert.Equal(kinds, words.Select(word => word.DerivedType).ToHashSet());
        Assert.Equal(kinds.Count, words.Select(word => word.TypeDiscriminator).Distinct().Count());
    }

    [Fact]
    public void Whatever_changes_is_the_same_change_when_it_was_JSON() =>
        ArbitraryChanges.Any.Sample(
            change =>
            {
                var text = JsonSerializer.Serialize(change, StoredJson.Default.Change);
                var again = JsonSerializer.Deserialize(text, StoredJson.Default.Change);

                Assert.Equal(text, JsonSerializer.Serialize(again, StoredJson.Default.Change));
                Assert.Equal(change, again);
            },
            iter: 2000,
            threads: 1);

    [Fact]
    public void Several_changes_are_a_list()
    {
        ImmutableArray<Change> changes = [new Change.HostSet(Cluster.Backend(1)), new Change.HostRemoved(Cluster.Name("backend-0-1"))];

        var text = JsonSerializer.Serialize(changes, StoredJson.Default.ImmutableArrayChange);

        Assert.StartsWith("""[{"change":"host","host":{"name":"backend-0-1","appliance":"backend","rack":0,"rank":1,""", text, StringComparison.Ordinal);
        Assert.Equal(changes.AsEnumerable(), JsonSerializer.Deserialize(text, StoredJson.Default.ImmutableArrayChange));
    }
}
