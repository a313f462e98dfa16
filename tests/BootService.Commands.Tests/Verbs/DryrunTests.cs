using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

public sealed class DryrunTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void What_would_be_changed_is_listed_and_nothing_is()
    {
        var before = _stack.Appliance.Commits;
        var said = _stack.Type("set host attr backend-0-[0-1] attr=console value=ttyS0 dryrun=yes");
        Assert.Equal(["what", "field", "old", "new"], said.Shape!.Headers);
        Assert.Equal([["host backend-0-0", "attr console", "", "ttyS0"], ["host backend-0-1", "attr console", "", "ttyS0"]], said.Rows);
        Assert.Equal(["nothing was changed; without dryrun=yes: attr \"console\" set for 2 hosts"], said.Messages);
        Assert.Equal(before, _stack.Appliance.Commits);
    }

    [Fact]
    public void Hosts_are_not_to_be_counted_first()
    {
        _stack.Type("add host backend-1-[0-39]");
        var said = _stack.Type("remove host backend-1-* dryrun=yes");
        Assert.Equal(40, said.Rows.Count);
        Assert.Equal(["nothing was changed; without dryrun=yes: 40 hosts removed"], said.Messages);
        Assert.StartsWith("this removes 40 hosts: add confirm=40", _stack.Refused("remove", "host", "backend-1-*"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_armed_posted_or_switched()
    {
        Assert.Equal(
            ["nothing was changed; without dryrun=yes: 5 hosts set to install"], _stack.Type("set host boot backend action=install dryrun=yes").Messages);
        Assert.DoesNotContain(_stack.Inventory.Hosts.Values, host => host.Action is BootAction.Install);
        _stack.Type("set host power backend command=reset dryrun=yes");
        Assert.Empty(_stack.Posted);
        Assert.Empty(_stack.Power.Done);
    }

    [Fact]
    public void A_refusal_is_the_same()
    {
        _stack.Broken["backend-0-1"] = "host \"backend-0-1\": base.xml:1:1: no";
        Assert.Equal("host \"backend-0-1\": base.xml:1:1: no", _stack.Refused("set", "host", "boot", "backend", "action=install", "dryrun=yes"));
        Assert.Empty(_stack.Posted);
        Assert.Equal("host \"backend-0-0\" already exists", _stack.Refused("add", "host", "backend-0-0", "dryrun=yes"));
    }

    [Theory]
    [InlineData("list host backend")]
    [InlineData("add token x")]
    [InlineData("add pallet /x")]
    [InlineData("run host backend true")]
    public void What_acts_on_more_than_the_state_takes_none(string line) =>
        Assert.StartsWith("unknown parameter \"dryrun\"", _stack.NotUnderstood([.. line.Split(' '), "dryrun=yes"]), StringComparison.Ordinal);

    [Theory]
    [InlineData("load hostfile")]
    [InlineData("load attrfile")]
    [InlineData("unload hostfile")]
    [InlineData("remove host")]
    [InlineData("set host boot")]
    [InlineData("set host power")]
    [InlineData("undo")]
    public void Whatever_changes_many_can_be_tried(string verb) =>
        Assert.Contains(_stack.Catalog.DeclarationOf(verb.Split(' '))!.Parameters, parameter => parameter.Name == "dryrun");
}
