using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Power;
using BootService.Core.Tests.Inventories;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Access;

/// <summary>Who is limited to some hosts sees and changes these, and learns nothing of the others.</summary>
public class HostScopeTests
{
    private static readonly HostScope Mine = HostScope.Of(null, "backend", "0,2");

    private static readonly Gen<string?> Words = Choice.Among<string?>(null, "", "a", "b,a", "a|a|b", " a , c ", ",|");

    [Fact]
    public void A_scope_is_read_as_it_was_written() =>
        Gen.Select(Words, Words, Words).Sample(
            (boxes, appliances, racks) =>
            {
                var scope = HostScope.Of(boxes, appliances, racks);
                Assert.Equal(scope, HostScope.Parse(scope.Text));
                Assert.Equal(scope.GetHashCode(), HostScope.Parse(scope.Text).GetHashCode());
                Assert.Equal(scope.Text.Length == 0, scope.IsAll);
            },
            iter: 500);

    [Theory]
    [InlineData("rack")]
    [InlineData("rack=")]
    [InlineData("rank=1")]
    [InlineData("rack=0 rack=1")]
    [InlineData("rack=0=1")]
    [InlineData("RACK=0")]
    public void What_is_no_scope_is_refused(string text) => Assert.Throws<FormatException>(() => HostScope.Parse(text));

    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData("default", null, null, true)]
    [InlineData("default", "backend", "0", true)]
    [InlineData("other", "backend", "0", false)]
    [InlineData(null, "Backend", null, false)]
    [InlineData(null, "login,backend", "1|0", true)]
    [InlineData(null, null, "00", false)]
    public void Words_of_a_kind_are_alternatives_and_all_kinds_must_hold(string? boxes, string? appliances, string? racks, bool has) =>
        Assert.Equal(has, HostScope.Of(boxes, appliances, racks).Has(Cluster.Backend(0)));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "host backend-0-0 would not be one of them")]
    public void His_hosts_he_may_change_but_not_away_from_himself(int rack, string? why) =>
        Assert.Equal(why, WhyNot(new Change.HostSet(Cluster.Backend(0) with { Rack = rack, Comment = "mine" })));

    [Fact]
    public void A_name_that_is_taken_is_all_he_learns_of_another_host()
    {
        var other = Cluster.Backend(7) with { Appliance = "login", Rack = 5 };
        var before = Cluster.Inventory().With(new Change.HostSet(other));
        Assert.Equal("host backend-0-7 is taken", ScopedChanges.WhyNot(Mine, before, [new Change.HostSet(Cluster.Backend(7))]));
        Assert.Equal("host backend-0-7 is taken", ScopedChanges.WhyNot(Mine, before, [new Change.HostRemoved(other.Name)]));
        Assert.Equal("host backend-0-7 is taken", ScopedChanges.WhyNot(Mine, before, [new Change.PowerSwitched(other.Name, PowerCommand.Off)]));
        Assert.Equal(
            "an address or a card belongs to a host that is not shown, or a name differs by case alone from one that is",
            ScopedChanges.WhyNot(Mine, before, [new Change.HostSet(Cluster.Backend(8) with { Interfaces = other.Interfaces })]));
    }

    public static TheoryData<Change> OfEverybody =>
    [
        new Change.ApplianceSet(new Appliance("login", "Login", null, true)), new Change.BoxAdded("new"), new Change.GroupSet("g"),
        new Change.NetworkRemoved("private"), new Change.PalletRemoved(Cluster.Os.Key), new Change.FrontendKeysRead("x"), new Change.AttemptCounted(9),
        new Change.AttributeRemoved(AttributeOwner.Global, AttributeName.Parse("a")),
        new Change.AttributeRemoved(new AttributeOwner(AttributeScope.Appliance, "backend"), AttributeName.Parse("a")),
    ];

    [Theory]
    [MemberData(nameof(OfEverybody))]
    public void What_is_everybody_s_is_not_his(Change change) => Assert.Equal("that would change more than hosts", WhyNot(change));

    /// <summary>Whatever he is let through: of hosts that are not his nothing differs afterwards, nor of anything but hosts.</summary>
    [Fact]
    public void What_he_is_let_through_leaves_everything_else_as_it_was() =>
        Gen.Select(ArbitraryChanges.Any.Array[1, 20], ArbitraryChanges.Any.Array[1, 5]).Sample(
            (history, wanted) =>
            {
                var before = history.Aggregate(Cluster.Inventory(), (state, change) =>
                    ArbitraryChanges.Lawful(state, ArbitraryChanges.WithWords(change)) is { } lawful ? state.With(lawful) : state);
                Change[] changes = [.. wanted.Where(change => change is not Change.AttributeWritten { Owner.Scope: AttributeScope.Host })];
                if (changes.Length == 0 || ScopedChanges.WhyNot(Mine, before, changes) is not null)
                {
                    return;
                }

                var after = before.With(changes);
                Assert.Equal(before.Hosts.Values.Where(host => !Mine.Has(host)).OrderBy(host => host.Name),
                    after.Hosts.Values.Where(host => !Mine.Has(host)).OrderBy(host => host.Name));
                Assert.Same(before.Networks, after.Networks);
                Assert.Same(before.Appliances, after.Appliances);
                Assert.Equal(before.AttributesOn(AttributeOwner.Global).AsEnumerable(), after.AttributesOn(AttributeOwner.Global).AsEnumerable());
            },
            iter: 2000);

    [Fact]
    public void A_token_says_in_words_what_it_allows_and_ends_when_it_ends()
    {
        var token = new ApiToken("ci", ApiToken.DigestOf("bst_x"), TokenRole.Admin, Cluster.Noon, Cluster.Noon.AddHours(1)) { Scope = Mine };
        Assert.Equal("admin of appliance=backend rack=0|2", token.Allows);
        Assert.Equal("read", (token with { Role = TokenRole.Read, Scope = HostScope.All }).Allows);
        Assert.True((token with { Scope = null! }).Scope.IsAll);
        Assert.True(token.IsGood(Cluster.Noon.AddHours(1).AddTicks(-1)));
        Assert.False(token.IsGood(Cluster.Noon.AddHours(1)));
        Assert.True((token with { Ends = null }).IsGood(Cluster.Noon.AddYears(90)));
        Assert.Equal(Tool.Run("sha256sum", [], "bst_x")[..64], token.Digest);
        Assert.Matches(@"\Abst_[A-Za-z0-9_-]{43}\z", ApiToken.NewKey());
    }

    private static string? WhyNot(params Change[] changes) => ScopedChanges.WhyNot(Mine, Cluster.Inventory(), changes);
}
