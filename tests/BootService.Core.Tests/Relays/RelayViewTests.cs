using System.Collections.Immutable;
using System.Text.Json;
using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Relays;
using BootService.Core.Stored;
using BootService.Core.Stores;
using BootService.Core.Tests.Inventories;
using BootService.Core.Webhooks;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Relays;

public sealed class RelayViewTests
{
    private const string Secret = "never-told";

    private static readonly RelayReach Everything = new([Ipv4Network.Parse("0.0.0.0/0")], HostScope.All);
    private static readonly RelayReach Rack = new([Ipv4Network.Parse("10.1.0.0/16")], HostScope.All);

    /// <summary>Whatever else is ever stored: a relay is told of these kinds of things and of no other.</summary>
    private static readonly HashSet<Type> Told =
    [
        typeof(Change.NetworkSet), typeof(Change.ApplianceSet), typeof(Change.GroupSet), typeof(Change.EnvironmentAdded), typeof(Change.BoxAdded),
        typeof(Change.PalletSet), typeof(Change.BootEntrySet), typeof(Change.AttributeWritten), typeof(Change.HostSet), typeof(Change.AttemptSet),
    ];

    [Fact]
    public void No_secret_is_told_of_whatever_holds_one()
    {
        var host = Cluster.Name("backend-0-0");
        var inventory = Cluster.Inventory().With(
        [
            Attribute(AttributeOwner.Global, "plain", Secret, shadow: true),
            Attribute(AttributeOwner.Of(host), "plain", Secret, shadow: true),
            Attribute(AttributeOwner.Global, SecretAttributes.RootPassword, Secret, shadow: false),
            Attribute(AttributeOwner.Of(host), "site.api_token", Secret, shadow: false),
            Attribute(new AttributeOwner(AttributeScope.Appliance, "backend"), "ipmi.password", Secret, shadow: false),
            new Change.TokenSet(new ApiToken("ci", Secret, TokenRole.Admin, Cluster.Noon, null)),
            new Change.WebhookSet(new Webhook("hook", $"https://{Secret}", Secret, Cluster.Noon) { Types = WebhookTypes.Failed }),
            new Change.FrontendKeysRead(Secret),
            new Change.BootEntrySet(new BootEntry(new BootEntryKey("install", string.Empty, 0), BootStart.Install) { Args = Secret }),
            new Change.AttemptSet(
                new InstallAttempt(7, host, Secret, Cluster.Noon, 3, TimeSpan.FromMinutes(30))
                {
                    Pallet = Cluster.Os.Key,
                    Image = KernelImage.Of(Cluster.Os)!,
                    Log = Secret,
                },
                new FrozenProfile(Secret, Secret)),
        ]);
        Assert.Equal(Secret, inventory.AttemptOf(host)!.Secret);

        var told = Json(RelayView.Of(inventory, Rack));

        Assert.DoesNotContain(Secret, told, StringComparison.Ordinal);
        Assert.Contains("\"change\":\"attempt\"", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relay_is_told_of_its_own_hosts_and_networks_and_of_no_pool()
    {
        var far = Cluster.Backend(3) with { Interfaces = [new HostInterface("eth0", Cluster.Mac(3), Ipv4.Parse("10.9.0.3"), "far")] };
        var unnumbered = Cluster.Backend(4) with { Interfaces = [new HostInterface("eth0", Cluster.Mac(4), null, "far")] };
        var inventory = Cluster.Inventory().With(
            new Change.NetworkSet(
                new Network("far", Ipv4Network.Parse("10.9.0.0/24")) { PoolFirst = Ipv4.Parse("10.9.0.9"), PoolLast = Ipv4.Parse("10.9.0.99") }),
            new Change.HostSet(far), new Change.HostSet(unnumbered));

        var near = Seen(inventory, Rack);
        Assert.Equal(["backend-0-0", "backend-0-1", "backend-0-2"], near.HostsInOrder().Select(host => host.Name.ToString()));
        Assert.Equal([Network.Private], near.Networks.Keys);

        var there = Seen(inventory, new RelayReach([Ipv4Network.Parse("10.9.0.0/24")], HostScope.All));
        Assert.Equal(["backend-0-3", "backend-0-4"], there.HostsInOrder().Select(host => host.Name.ToString()));
        Assert.Equal((null, null), (there.Networks["far"].PoolFirst, there.Networks["far"].PoolLast));

        var limited = Seen(inventory, Rack with { Scope = HostScope.Of(null, "frontend", null) });
        Assert.Empty(limited.Hosts);
    }

    [Fact]
    public void What_is_told_leads_to_the_same_decisions_but_to_no_install()
    {
        var armed = Cluster.Inventory().Choose(0, BootAction.Install, "install", "os").Arm(0);
        var seen = Seen(armed, Rack);
        var client = new BootClient(FirmwareKind.Bios, BootProgram.Firmware);

        foreach (var rank in Enumerable.Range(0, 5))
        {
            var there = BootPolicy.Decide(armed, Cluster.Mac(rank), client, Cluster.Noon);
            var here = BootPolicy.Decide(seen, Cluster.Mac(rank), client, Cluster.Noon);
            Assert.Equal((there.GetType(), there.Loader), (here.GetType(), here.Loader));
        }

        var install = Assert.IsType<BootDecision.Run>(BootPolicy.Decide(seen, Cluster.Mac(0), client, Cluster.Noon));
        Assert.DoesNotContain(install.Arguments, argument => argument.Contains(armed.AttemptOf(Cluster.Name("backend-0-0"))!.Secret, StringComparison.Ordinal));
        Assert.Equal(armed.AttemptOf(Cluster.Name("backend-0-0"))!.Id, install.Attempt!.Id);
        Assert.IsType<BootDecision.Local>(BootPolicy.Decide(seen.Doubted, Cluster.Mac(0), client, Cluster.Noon));
    }

    /// <summary>Whatever happens between two questions, a relay that takes in what is told has what it would have had it asked for everything.</summary>
    [Fact]
    public void What_is_new_leads_from_one_view_to_the_next() =>
        Gen.Select(ArbitraryChanges.Any.Array[1, 60], ArbitraryChanges.Any.Array[1, 12], Gen.Bool).Sample(
            (history, later, isAll) =>
            {
                var reach = isAll ? Everything : new RelayReach([Ipv4Network.Parse("255.255.255.0/29")], HostScope.Of(null, "backend", null));
                var before = Lived(Cluster.Inventory(), history);
                var after = Lived(before, later);
                var difference = InventoryDifference.Between(before, after);
                var told = RelayView.Between(before, after, difference, reach);
                var relay = Seen(before, reach);
                relay = told is { } changes ? relay.With(changes) : Seen(after, reach);

                Assert.Equal(Lines(RelayView.Of(after, reach)), Lines(RelayView.Of(relay, reach)));
                Assert.All(RelayView.Of(after, reach), change => Assert.Contains(change.GetType(), Told));
                Assert.Equal(relay.Attempts.Count, relay.Attempts.Values.Count(attempt => attempt.Secret == $"attempt {attempt.Id}" && attempt.Log is null));
            },
            iter: 2000);

    [Fact]
    public void States_that_hold_the_same_do_not_differ()
    {
        var inventory = Cluster.Inventory();
        Assert.True(InventoryDifference.Between(inventory, inventory.With()).IsNone);
        Assert.True(InventoryDifference.Between(inventory, inventory.With(new Change.TokenSet(
            new ApiToken("t", "d", TokenRole.Relay, Cluster.Noon, null)))).IsNone);
        var changed = InventoryDifference.Between(inventory, inventory.Set(AttributeOwner.Of(Cluster.Name("backend-0-1")), "a", "b"));
        Assert.Equal((true, false, false), (changed.Hosts.SetEquals([Cluster.Name("backend-0-1")]), changed.IsOfNetworks, changed.IsOfSite));
    }

    [Fact]
    public void News_and_events_are_the_same_when_they_were_JSON()
    {
        var news = new RelayNews("run.3", IsWhole: true, IsFresh: false, Cluster.Noon)
        {
            Changes = RelayView.Of(Cluster.Inventory(), Rack),
            Pallets = [new PalletContent("a/1/b/c", "digest", 7)],
            Frontends = [new FrontendPeer("fe1", "10.1.1.1", "0.2", Cluster.Noon, TimeSpan.FromSeconds(2), IsHere: false) { Service = "10.1.1.11" }],
        };
        var again = JsonSerializer.Deserialize(JsonSerializer.Serialize(news, RelayJson.Default.RelayNews), RelayJson.Default.RelayNews)!;
        Assert.Equal(Lines(news.Changes), Lines(again.Changes));
        Assert.Equal((news.Position, news.IsWhole, news.IsFresh, news.Now), (again.Position, again.IsWhole, again.IsFresh, again.Now));
        Assert.Equal(news.Pallets.AsEnumerable(), again.Pallets);
        Assert.Equal(news.Frontends.AsEnumerable(), again.Frontends);

        var happened = new BootEvent(Cluster.Noon, Cluster.Mac(1), BootStage.Dhcp, BootOutcome.Refused, BootMessage.Offer)
        {
            Address = Ipv4.Parse("10.1.0.9"),
            Host = "backend-0-1",
            IsFirmware = true,
            IsIpxe = true,
            Network = "private",
            Took = TimeSpan.FromMilliseconds(3),
        };
        ImmutableArray<RelayedEvent> batch = [RelayedEvent.Of(happened)];
        var sent = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(batch, RelayJson.Default.ImmutableArrayRelayedEvent), RelayJson.Default.ImmutableArrayRelayedEvent);
        Assert.Equal(happened, sent.Single().Read());
    }

    private static Change.AttributeWritten Attribute(AttributeOwner owner, string name, string value, bool shadow) =>
        new(owner, AttributeName.Parse(name), new AttributeValue(value, shadow, Cluster.Noon));

    private static Inventory Seen(Inventory inventory, RelayReach reach) => Inventory.Empty(Cluster.Frontend).With(RelayView.Of(inventory, reach));

    private static Inventory Lived(Inventory from, Change[] history) => history.Aggregate(from, (state, change) =>
        ArbitraryChanges.Lawful(state, ArbitraryChanges.WithWords(change)) is { } lawful ? state.With(lawful) : state);

    private static string Json(ImmutableArray<Change> changes) => JsonSerializer.Serialize(changes, StoredJson.Default.ImmutableArrayChange);

    private static IEnumerable<string> Lines(ImmutableArray<Change> changes) =>
        changes.Select(change => JsonSerializer.Serialize(change, StoredJson.Default.Change)).Order(StringComparer.Ordinal);
}
