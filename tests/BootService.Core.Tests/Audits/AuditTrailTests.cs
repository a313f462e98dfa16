using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Power;
using BootService.Core.Webhooks;
using Xunit;

namespace BootService.Core.Tests.Audits;

public sealed class AuditTrailTests
{
    private static readonly Host Old = Cluster.Backend(0);

    private static readonly Pallet Disabled = Cluster.Os with { Boxes = [] };

    private static readonly BootEntry Mine = new(new BootEntryKey("mine", "", 0), BootStart.Kernel) { Kernel = "vmlinuz" };

    private static readonly ApiToken Token = new("phone", new string('0', 64), TokenRole.Read, Cluster.Noon, null);

    private static readonly Webhook Hook = new("pager", "https://pager.example/hooks", Webhook.Prefix + new string('0', 32), Cluster.Noon);

    private static readonly InstallAttempt Armed = Cluster.Inventory().Arm(0).AttemptOf(Old.Name)!;

    /// <summary>Kinds that nothing is written of, and why: what follows from another change; the log itself.</summary>
    private static readonly Type[] Unwritten =
    [
        typeof(Change.AttemptCounted), typeof(Change.FrontendKeysRead), typeof(Change.DeliverySet), typeof(Change.DeliveryEnded),
    ];

    /// <summary>One change of each other kind, with what must be there before it.</summary>
    private static readonly (Change? Before, Change Change)[] Written =
    [
        (null, new Change.NetworkSet(new Network("lab", Cluster.Frontend.Subnet))),
        (null, new Change.NetworkRemoved(Network.Private)),
        (null, new Change.ApplianceSet(new Appliance("storage", "Storage", "backend"))),
        (null, new Change.ApplianceRemoved("backend")),
        (null, new Change.HostSet(Old with { Rack = 7 })),
        (null, new Change.HostRemoved(Old.Name)),
        (null, new Change.AttributeWritten(AttributeOwner.Global, AttributeName.Parse("console"), new AttributeValue("ttyS0", Shadow: false, Cluster.Noon))),
        (new Change.AttributeWritten(AttributeOwner.Global, AttributeName.Parse("console"), new AttributeValue("ttyS0", Shadow: false, Cluster.Noon)),
            new Change.AttributeRemoved(AttributeOwner.Global, AttributeName.Parse("console"))),
        (null, new Change.PalletSet(Disabled)),
        (null, new Change.PalletRemoved(Cluster.Os.Key)),
        (null, new Change.BootEntrySet(Mine)),
        (new Change.BootEntrySet(Mine), new Change.BootEntryRemoved(Mine.Key)),
        (null, new Change.GroupSet("blue")),
        (new Change.GroupSet("blue"), new Change.GroupRemoved("blue")),
        (null, new Change.CartSet(new Cart("tools"))),
        (new Change.CartSet(new Cart("tools")), new Change.CartRemoved("tools")),
        (null, new Change.BoxAdded("test")),
        (new Change.BoxAdded("test"), new Change.BoxRemoved("test")),
        (null, new Change.EnvironmentAdded("test")),
        (new Change.EnvironmentAdded("test"), new Change.EnvironmentRemoved("test")),
        (null, new Change.AttemptSet(Armed, "the kickstart")),
        (null, new Change.PowerSwitched(Old.Name, PowerCommand.Off)),
        (null, new Change.TokenSet(Token)),
        (new Change.TokenSet(Token), new Change.TokenRemoved(Token.Name)),
        (null, new Change.WebhookSet(Hook)),
        (new Change.WebhookSet(Hook), new Change.WebhookRemoved(Hook.Name)),
    ];

    public static TheoryData<int> Samples => [.. Enumerable.Range(0, Written.Length)];

    [Fact]
    public void Every_kind_of_change_is_written_down_or_is_named_here_as_one_that_is_not()
    {
        var kinds = typeof(Change).GetNestedTypes().Where(kind => kind.IsSubclassOf(typeof(Change)));
        Assert.Equal(
            kinds.Select(kind => kind.Name).Order(StringComparer.Ordinal),
            Written.Select(sample => sample.Change.GetType()).Concat(Unwritten).Select(kind => kind.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_change_is_written_down_with_what_it_changed_and_by_whom(int sample)
    {
        var (first, change) = Written[sample];
        var before = Cluster.Inventory();
        before = first is null ? before : before.With(first);
        var by = new Author("alice", "socket") { Uid = 1000 };
        var record = AuditTrail.Of(before, before.With(change), [change], by, Cluster.Noon);
        Assert.NotNull(record);
        Assert.Equal((by, Cluster.Noon), (record.By, record.At));
        Assert.All(record.Lines, line => Assert.NotEqual(line.Old, line.New));
    }

    [Fact]
    public void An_attempt_that_goes_on_is_the_timelines_business_and_not_the_logs()
    {
        var before = Cluster.Inventory().Arm(0);
        Change[] changes = [new Change.AttemptSet(before.AttemptOf(Old.Name)!.On(new AttemptSignal.HandedOut(), Cluster.Noon))];
        Assert.Null(AuditTrail.Of(before, before.With(changes), changes, Author.Node(Old.Name), Cluster.Noon));
    }

    [Fact]
    public void So_many_values_that_they_would_fill_the_log_are_a_line_for_each_host()
    {
        var before = Cluster.Inventory().With(Written(0, 1, "old"));
        Change[] changes = [.. Written(0, 600, "a"), .. Written(1, 600, "b"), .. Written(2, 1, "c")];

        var record = AuditTrail.Of(before, before.With(changes), changes, new Author("alice", "socket"), Cluster.Noon)!;

        Assert.Equal(["host backend-0-0", "host backend-0-1", "host backend-0-2"], record.Lines.Select(line => line.Thing));
        Assert.Equal(["600 attrs", "600 attrs", "attr site.000"], record.Lines.Select(line => line.Field));
        Assert.Equal("site.000=old", record.Lines[0].Old);
        Assert.StartsWith("site.000=a, site.001=a, ", record.Lines[0].New, StringComparison.Ordinal);
        Assert.Equal([600, 600, 1], record.Steps.Cast<UndoStep.OfAttributes>().Select(step => step.Values.Length));

        static IEnumerable<Change> Written(int host, int count, string text) => Enumerable.Range(0, count).Select(at => new Change.AttributeWritten(
            AttributeOwner.Of(Cluster.Backend(host).Name), AttributeName.Parse($"site.{at:000}"), new AttributeValue(text, Shadow: false, Cluster.Noon)));
    }

    [Fact]
    public void Only_what_differs_is_written_down()
    {
        var owner = AttributeOwner.Of(Old.Name);
        Change Set(string name, string text, bool shadow = false) =>
            new Change.AttributeWritten(owner, AttributeName.Parse(name), new AttributeValue(text, shadow, Cluster.Noon));
        var before = Cluster.Inventory().With(Set("a", "1"), Set("c", "3"), Set("e", "5"));
        Change[] changes = [Set("a", "1"), Set("b", "2", shadow: true), Set("e", "6"), new Change.AttributeRemoved(owner, AttributeName.Parse("c"))];

        var record = AuditTrail.Of(before, before.With(changes), changes, Author.Daemon, Cluster.Noon)!;

        Assert.Equal(
            [("attr b", null, "********"), ("attr c", "3", null), ("attr e", "5", "6")], record.Lines.Select(line => (line.Field, line.Old, line.New)));
        Assert.Equal(
            [("b", null, "2"), ("c", "3", null), ("e", "5", "6")],
            Assert.IsType<UndoStep.OfAttributes>(Assert.Single(record.Steps)).Values.Select(
                value => (value.Name.ToString(), value.Before?.Text, value.After?.Text)));
    }
}
