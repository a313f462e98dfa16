using BootService.Commands.Tests.Support;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Power;
using BootService.Core.Stores;
using BootService.Protocols.Road;

namespace BootService.Commands.Tests.Verbs;

/// <summary>The power of hosts, by a hand that the test guides.</summary>
public sealed class PowerVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public PowerVerbTests() => Wire(5);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Every_host_is_switched_and_has_a_row()
    {
        _stack.Power.States["bmc1"] = PowerState.On;
        var output = _stack.Type("set host power backend-0-[0-1] command=on");
        Assert.Equal(["backend-0-0|on|ipmi|switched on", "backend-0-1|on|ipmi|was on already"], Rows(output));
        Assert.Equal(["bmc0 On"], _stack.Power.Done);
        Assert.Equal("power on: 2 of 2 hosts", output.Steps[^1].Text);
    }

    [Fact]
    public void A_reset_switches_on_what_is_off()
    {
        _stack.Power.States["bmc1"] = PowerState.On;
        Assert.Equal(
            ["backend-0-0|on|ipmi|was off, switched on", "backend-0-1|on|ipmi|reset"],
            Rows(_stack.Type("set host power backend-0-0 backend-0-1 command=reset")));
        Assert.Equal(["bmc0 On", "bmc1 Reset"], _stack.Power.Done.Order());
    }

    [Fact]
    public void The_status_is_asked_by_either_verb_and_nothing_is_switched()
    {
        _stack.Power.States["bmc1"] = PowerState.On;
        string[] expected = ["backend-0-0|off|ipmi|", "backend-0-1|on|ipmi|"];
        Assert.Equal(expected, Rows(_stack.Type("set host power backend-0-0 backend-0-1 command=status")));
        Assert.Equal(expected, Rows(_stack.Type("list host power backend-0-0 backend-0-1")));
        Assert.Equal(["host", "power", "method", "result"], _stack.Running!.Shape!.Headers);
        Assert.Empty(_stack.Power.Done);
        Assert.Empty(_stack.Posted);
    }

    [Fact]
    public void Without_a_host_only_those_with_a_switch_are_listed()
    {
        _stack.Type("add host frontend-0-0 appliance=frontend");
        Assert.Equal(5, _stack.Type("list host power").Rows.Count);
        Assert.StartsWith(
            "host frontend-0-0 was not asked: nothing says how its power is switched", _stack.Refused("list", "host", "power", "frontend-0-0"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_come_first_and_end_the_command()
    {
        _stack.Power.Failing["bmc3"] = "it is on fire";
        _stack.Power.Failing["bmc4"] = "it is on fire";
        _stack.Type("remove host attr backend-0-2 attr=power.address");
        var (end, output) = _stack.Try("set", "host", "power", "backend", "command=on");
        Assert.Equal((1, "3 of 5 hosts were not switched on: backend-0-[2-4]"), (end.Exit, end.Sentence));
        Assert.StartsWith("backend-0-2|||nothing says how", Rows(output)[0], StringComparison.Ordinal);
        Assert.Equal(
            ["backend-0-3||ipmi|it is on fire", "backend-0-4||ipmi|it is on fire", "backend-0-0|on|ipmi|switched on", "backend-0-1|on|ipmi|switched on"],
            Rows(output)[1..]);
        Assert.Equal(
            "2 of 2 hosts were not switched on: backend-0-[3-4] (it is on fire)",
            _stack.Try("set", "host", "power", "backend-0-[3-4]", "command=on").End.Sentence);
        Assert.Equal("host backend-0-3 was not switched on: it is on fire", _stack.Try("set", "host", "power", "backend-0-3", "command=on").End.Sentence);
    }

    [Fact]
    public async Task A_host_that_never_answers_fails_when_its_time_is_over_and_holds_nobody_up()
    {
        _stack.Power.Silent.Add("bmc0");
        var ended = _stack.StartAsync("set", "host", "power", "backend-0-0", "backend-0-1", "command=on", "timeout=7");
        await Until(() => _stack.Power.Done.Count == 1);
        _stack.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.StartsWith("host backend-0-0 was not switched on: no end after 7 s", (await ended).Sentence, StringComparison.Ordinal);
        Assert.Equal(2, _stack.Running!.Rows.Count);
    }

    [Fact]
    public async Task Waves_wait_for_each_other_and_pause()
    {
        var ended = _stack.StartAsync("set", "host", "power", "backend", "command=on", "wave=2", "pause=30", "timeout=1000000");
        await Until(() =>
        {
            _stack.Time.Advance(TimeSpan.FromSeconds(1));
            return ended.IsCompleted;
        });
        Assert.Equal(CommandEnd.Done, await ended);
        Assert.True(_stack.Power.Busiest <= 2, $"{_stack.Power.Busiest} at once");
        var times = _stack.Power.Times.ToArray();
        Assert.Equal(5, times.Length);
        Assert.True(times[2] - times[1] >= TimeSpan.FromSeconds(30), $"{times[2] - times[1]} between the waves");
        Assert.True(times[4] - times[3] >= TimeSpan.FromSeconds(30), $"{times[4] - times[3]} between the waves");
        Assert.Equal(
            ["power on: 1 of 5 hosts, wave 1 of 3", "power on: 3 of 5 hosts, wave 2 of 3", "power on: 5 of 5 hosts, wave 3 of 3"],
            _stack.Running!.Steps.Where((_, at) => at % 2 == 0).Select(step => step.Text));
    }

    [Fact]
    public void Many_hosts_are_only_darkened_when_they_are_counted()
    {
        for (var rank = 5; rank < 11; rank++)
        {
            _stack.Type($"add host backend-0-{rank}");
        }

        Wire(11);
        Assert.Equal(
            "11 hosts would be switched off: add confirm=11 if that is what you want", _stack.Refused("set", "host", "power", "backend", "command=off"));
        Assert.Equal("11 hosts would be reset: add confirm=11 if that is what you want", _stack.Refused("set", "host", "power", "backend", "command=reset"));
        Assert.Equal(
            "confirm=12, but this would have reset 11 hosts; nothing was done",
            _stack.Refused("set", "host", "power", "backend", "command=reset", "confirm=12"));
        Assert.Empty(_stack.Power.Done);
        _stack.Type("set host power backend command=off confirm=11");
        _stack.Type("set host power backend command=on wave=20");
        Assert.Equal(11, _stack.Power.Done.Count);
    }

    [Fact]
    public void A_protected_host_is_switched_on_and_asked_and_nothing_else()
    {
        _stack.Type("set host attr backend-0-1 attr=protected value=true");
        Assert.Equal(
            "host backend-0-1 is protected and was not switched off (nor was any other): set its attribute protected to false first",
            _stack.Refused("set", "host", "power", "backend-0-[0-1]", "command=off"));
        Assert.StartsWith(
            "host backend-0-1 is protected and was not reset", _stack.Refused("set", "host", "power", "backend-0-1", "command=reset"),
            StringComparison.Ordinal);
        _stack.Type("set host attr backend-0-2 attr=protected value=yes");
        Assert.StartsWith(
            "2 of the hosts are protected and none was switched off: leave out backend-0-[1-2]",
            _stack.Refused("set", "host", "power", "backend", "command=off"), StringComparison.Ordinal);
        Assert.Empty(_stack.Power.Done);
        _stack.Type("set host power backend-0-1 command=on");
        _stack.Type("set host power backend-0-1 command=status");
    }

    [Fact]
    public async Task The_frontend_does_not_switch_itself_off()
    {
        var self = new Host(HostName.Parse("frontend"), "frontend", 0, 0);
        await _stack.Appliance.CommitAsync(_ => new Proposal<bool>(true, [new Change.HostSet(self)]), TestContext.Current.CancellationToken);
        Assert.Equal(
            "host frontend is this frontend, which is not switched off from here (nor was any other): leave it out",
            _stack.Refused("set", "host", "power", "frontend", "backend-0-0", "command=off"));
    }

    [Fact]
    public void What_was_switched_stands_in_the_hosts_timeline_and_what_was_not_too()
    {
        _stack.Power.States["bmc1"] = PowerState.On;
        _stack.Power.Failing["bmc2"] = "it is on fire";
        _stack.Type("remove host attr backend-0-3 attr=power.address");
        _stack.Try("set", "host", "power", "backend-0-[0-3]", "command=on");
        Assert.Equal(
            [("backend-0-0", BootOutcome.Ok, "power on", "by ipmi"), ("backend-0-2", BootOutcome.Failed, "power on", "it is on fire")],
            _stack.Posted.OrderBy(happened => happened.Host)
                .Select(happened => (happened.Host!, happened.Outcome, EventSentences.What(happened), EventSentences.Why(happened)!)));
        Assert.All(_stack.Posted, happened => Assert.Equal(BootStage.Admin, happened.Stage));
    }

    [Fact]
    public void A_host_without_a_BMC_is_woken_and_nobody_says_whether_it_woke()
    {
        _stack.Type("set host attr backend-0-0 attr=power.method value=wol");
        Assert.Equal(["backend-0-0||wol|magic packet sent"], Rows(_stack.Type("set host power backend-0-0 command=on")));
        Assert.Equal(["wake 52:54:00:00:01:00"], _stack.Power.Done);
        Assert.Contains(
            "Wake-on-LAN switches on and can do nothing else", _stack.Try("set", "host", "power", "backend-0-0", "command=off").End.Sentence,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set host power command=on", "\"host\" argument is required")]
    [InlineData("set host power backend", "\"command\" parameter is required")]
    [InlineData("set host power backend command=onn", "command")]
    [InlineData("set host power backend command=on wave=0", "\"wave\" parameter must be 1 or more")]
    [InlineData("set host power backend command=on timeout=0", "\"timeout\" parameter must be 1 or more")]
    [InlineData("set host power backend command=on wave=many", "wave")]
    public void What_makes_no_sense_is_not_understood(string line, string sentence) =>
        Assert.Contains(sentence, _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("power.password")]
    [InlineData("ipmi_pwd")]
    public void A_password_is_secret_whoever_sets_it(string name)
    {
        _stack.Type($"set host attr backend-0-0 attr={name} value=hunter2");
        _stack.Files = _stack.Files.Add("f.csv", $"target,{name}\nbackend-0-1,hunter2\n");
        _stack.Type("load attrfile file=f.csv");
        foreach (var line in (string[])["list host attr backend", "dump", "list host xml backend-0-0"])
        {
            var (_, output) = _stack.Try(line.Split(' '));
            Assert.DoesNotContain("hunter2", string.Join(' ', output.Rows.SelectMany(row => row).Concat(output.Messages)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_attributes_of_power_are_explained() =>
        Assert.Equal(10, _stack.Type("list attr attr=power. help=true").Rows.Count);

    private static string[] Rows(RecordedOutput output) => [.. output.Rows.Select(row => string.Join('|', row))];

    private static async Task Until(Func<bool> happened)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!happened())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(2), "it did not happen");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private void Wire(int hosts)
    {
        _stack.Type("set attr attr=power.user value=u");
        _stack.Type("set attr attr=power.password value=p");
        for (var rank = 0; rank < hosts; rank++)
        {
            _stack.Type($"set host attr backend-0-{rank} attr=power.address value=bmc{rank}");
        }
    }
}
