using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using Xunit;

namespace BootService.Tests.Trust;

public sealed class UndoTests
{
    [Fact]
    public async Task Undo_after_undo_walks_back_through_the_changes()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host attr backend-0-0 attr=console value=ttyS0");
        frontend.Type("set host rack backend-0-0 rack=7");
        frontend.Type("set host attr backend-0-0 attr=console value=ttyS1");
        Assert.Contains("set host attr backend-0-0 attr=console", frontend.Type("undo").Messages[0], StringComparison.Ordinal);
        Assert.Equal("ttyS0", Console(frontend));
        await frontend.RestartAsync();
        frontend.Type("undo");
        Assert.Equal(0, frontend.Host(0).Rack);
        frontend.Type("undo");
        Assert.Null(Console(frontend));
    }

    [Fact]
    public async Task A_host_comes_back_with_its_interfaces_and_secret_attributes()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host attr backend-0-0 attr=password value=hunter2 shadow=yes");
        var host = frontend.Host(0);
        frontend.Type("remove host backend-0-0");
        frontend.Type("undo");
        Assert.Equal(host, frontend.Host(0));
        var password = frontend.Inventory.AttributesOf(host).Find(AttributeName.Parse("password"))!.Value.Value;
        Assert.Equal(("hunter2", true), (password.Text, password.Shadow));
    }

    [Fact]
    public async Task What_a_later_change_built_on_is_not_pulled_away()
    {
        await using var frontend = new TrustFrontend(hosts: 0);
        frontend.Type("add host backend-0-0");
        var added = frontend.Type("list audit").Rows[^1][0];
        frontend.Type("set host attr backend-0-0 attr=console value=ttyS0");
        Assert.EndsWith("host backend-0-0 got attribute console since", frontend.Refused($"undo change={added}"), StringComparison.Ordinal);
        frontend.Type("add host interface backend-0-0 interface=eth0 mac=52:54:00:00:03:01 ip=10.1.200.1");
        Assert.EndsWith("the interfaces of host backend-0-0 were changed since", frontend.Refused($"undo change={added}"), StringComparison.Ordinal);
        frontend.Type("undo");
        frontend.Type("undo");
        frontend.Type("undo");
        Assert.Empty(frontend.Inventory.Hosts);
    }

    [Fact]
    public async Task A_removed_host_whose_card_another_has_stays_away()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("remove host backend-0-0");
        var removed = frontend.Type("list audit").Rows[^1][0];
        frontend.Type("add host backend-0-9");
        frontend.Type("add host interface backend-0-9 interface=eth0 mac=52:54:00:00:02:00 ip=10.1.200.99");
        Assert.EndsWith(
            "hardware address 52:54:00:00:02:00 of host backend-0-0 belongs to backend-0-9 now", frontend.Refused($"undo change={removed}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attribute_that_was_set_again_is_not_overwritten()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set attr attr=console value=ttyS0");
        var first = frontend.Type("list audit").Rows[^1][0];
        frontend.Time.Advance(TimeSpan.FromSeconds(1));
        frontend.Type("set attr attr=console value=ttyS0");
        Assert.EndsWith("attribute console of global was changed since", frontend.Refused($"undo change={first}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undone_arming_hands_no_installer_out()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host boot backend-0-0 action=install");
        frontend.Type("undo");
        Assert.Equal((BootAction.None, AttemptState.Cancelled), (frontend.Host(0).Action, frontend.Inventory.AttemptOf(frontend.Host(0).Name)!.State));
    }

    [Fact]
    public async Task A_host_that_has_begun_to_install_is_not_called_back_by_undo()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host boot backend-0-0 action=install");
        frontend.Signal(0, new AttemptSignal.HandedOut());
        Assert.EndsWith(
            "host backend-0-0 has begun to install (\"stack set host boot backend-0-0 action=os\" cancels it)", frontend.Refused("undo"),
            StringComparison.Ordinal);
        frontend.Signal(0, new AttemptSignal.Done());
        Assert.EndsWith("the action of host backend-0-0 was changed since", frontend.Refused("undo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undone_cancel_arms_a_new_attempt_and_not_the_old_one()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host boot backend-0-0 action=install");
        var old = frontend.Inventory.AttemptOf(frontend.Host(0).Name)!;
        frontend.Type("set host boot backend-0-0 action=os");
        frontend.Type("undo");
        var armed = frontend.Inventory.AttemptOf(frontend.Host(0).Name)!;
        Assert.Equal((BootAction.Install, AttemptState.Armed, old.Id + 1), (frontend.Host(0).Action, armed.State, armed.Id));
        Assert.NotEqual(old.Secret, armed.Secret);
    }

    [Fact]
    public async Task A_removed_host_comes_back_with_what_became_of_its_install()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host boot backend-0-0 action=install");
        frontend.Signal(0, new AttemptSignal.HandedOut());
        frontend.Signal(0, new AttemptSignal.Done());
        frontend.Signal(0, new AttemptSignal.Up());
        var attempt = frontend.Inventory.AttemptOf(frontend.Host(0).Name)!;
        frontend.Type("remove host backend-0-0");

        Assert.EndsWith("what the last attempts of 1 hosts installed from did not come back", frontend.Type("undo").Messages[0], StringComparison.Ordinal);

        await frontend.RestartAsync();
        Assert.Equal(attempt, frontend.Inventory.AttemptOf(frontend.Host(0).Name));
        Assert.Equal(BootAction.Os, frontend.Host(0).Action);
    }

    [Fact]
    public async Task A_removed_host_that_was_to_install_is_armed_anew_or_boots_its_disk_as_it_is_told()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host boot backend-0-0 action=install");
        var old = frontend.Inventory.AttemptOf(frontend.Host(0).Name)!;
        frontend.Type("remove host backend-0-0");
        frontend.Type("undo");
        var armed = frontend.Inventory.AttemptOf(frontend.Host(0).Name)!;
        Assert.Equal((BootAction.Install, AttemptState.Armed, old.Id + 1), (frontend.Host(0).Action, armed.State, armed.Id));

        frontend.Type("remove host backend-0-0");
        frontend.Type("undo arm=no");
        Assert.Equal((BootAction.Os, AttemptState.Cancelled), (frontend.Host(0).Action, frontend.Inventory.AttemptOf(frontend.Host(0).Name)!.State));
    }

    [Fact]
    public async Task A_change_in_between_by_others_does_not_stand_in_the_way_of_what_it_did_not_touch()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host boot backend-0-0 action=install");
        frontend.Type("set host rack backend-0-0 rack=7");
        frontend.Signal(0, new AttemptSignal.HandedOut());
        frontend.Signal(0, new AttemptSignal.Done());
        frontend.Type("undo");
        Assert.Equal((0, BootAction.Os), (frontend.Host(0).Rack, frontend.Host(0).Action));
    }

    [Fact]
    public async Task A_renamed_host_gets_its_name_back()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host attr backend-0-0 attr=console value=ttyS0");
        frontend.Type("set host name backend-0-0 name=backend-5-5");
        frontend.Type("undo");
        Assert.Equal(("backend-0-0", "ttyS0"), (Assert.Single(frontend.Inventory.Hosts.Values).Name.ToString(), Console(frontend)));
    }

    [Fact]
    public async Task With_nothing_to_undo_the_sentence_says_so()
    {
        await using var frontend = new TrustFrontend(hosts: 0);
        Assert.Equal("there is nothing to undo", frontend.Refused("undo"));
        frontend.Type("add network lab address=192.168.7.0 mask=255.255.255.0");
        Assert.StartsWith("change 2 cannot be undone", frontend.Refused("undo change=2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_change_that_cannot_be_undone_an_earlier_one_is_only_undone_by_its_number()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        frontend.Type("set host rack backend-0-0 rack=7");
        frontend.Type("set host rack backend-0-0 rack=8");
        frontend.Type("add network lab address=192.168.7.0 mask=255.255.255.0");
        var sentence = frontend.Refused("undo");
        Assert.Contains("(add network lab address=192.168.7.0 mask=255.255.255.0), is not of hosts", sentence, StringComparison.Ordinal);
        var number = sentence.Split("change=")[1].Split('"')[0];
        Assert.Equal(8, frontend.Host(0).Rack);
        frontend.Type($"undo change={number}");
        Assert.Equal(7, frontend.Host(0).Rack);
        Assert.Contains("cannot be undone", frontend.Refused("undo"), StringComparison.Ordinal);
        frontend.Type("set host rack backend-0-0 rack=9");
        frontend.Type("undo");
        Assert.Equal(7, frontend.Host(0).Rack);
    }

    private static string? Console(TrustFrontend frontend) => frontend.Inventory.AttributesOf(frontend.Host(0)).Text("console");
}
