using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Installs;

public class InstallAttemptTests
{
    private static readonly AttemptSignal HandedOut = new AttemptSignal.HandedOut();
    private static readonly AttemptSignal Fetched = new AttemptSignal.KickstartFetched(Ipv4.Parse("10.1.255.254"));
    private static readonly AttemptSignal Post = new AttemptSignal.StageReached("post");
    private static readonly AttemptSignal Done = new AttemptSignal.Done();
    private static readonly AttemptSignal Up = new AttemptSignal.Up();
    private static readonly AttemptSignal Tick = new AttemptSignal.Tick();

    [Fact]
    public void A_healthy_install_walks_the_road_and_flips_the_action()
    {
        var now = Cluster.Noon;
        var inventory = Cluster.Inventory().Arm(0);
        Assert.Equal(AttemptState.Armed, State(inventory));
        foreach (var (signal, state) in new[]
        {
            (HandedOut, AttemptState.Offered), (Fetched, AttemptState.Fetched), (Post, AttemptState.Installing), (Done, AttemptState.Staged),
        })
        {
            Assert.Equal(BootAction.Install, Action(inventory));
            inventory = inventory.Signal(0, signal, now += TimeSpan.FromMinutes(1));
            Assert.Equal(state, State(inventory));
        }

        Assert.Equal(BootAction.Os, Action(inventory));
        Assert.Equal(AttemptState.Confirmed, State(inventory.Signal(0, Up, now)));
    }

    [Fact]
    public void The_installer_is_handed_out_so_many_times_and_then_the_host_is_stuck()
    {
        var now = Cluster.Noon;
        var inventory = Cluster.Inventory().Arm(0);
        for (var boot = 0; boot < 3; boot++)
        {
            inventory = inventory.Signal(0, HandedOut, now += TimeSpan.FromMinutes(5)).Signal(0, Fetched, now);
        }

        Assert.Equal(3, Attempt(inventory).Handouts);
        inventory = inventory.Signal(0, HandedOut, now += TimeSpan.FromMinutes(5));
        Assert.Equal(AttemptState.Stuck, State(inventory));
        Assert.Equal(BootAction.Os, Action(inventory));
        Assert.Contains("handed out 3 times", Attempt(inventory).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loader_that_asks_again_at_once_is_the_same_boot()
    {
        var inventory = Cluster.Inventory().Arm(0);
        for (var second = 0; second < 59; second++)
        {
            inventory = inventory.Signal(0, HandedOut, Cluster.Noon.AddSeconds(second));
        }

        Assert.Equal(1, Attempt(inventory).Handouts);
    }

    [Fact]
    public void A_machine_reset_in_the_middle_starts_over()
    {
        var inventory = Cluster.Inventory().Arm(0).Signal(0, HandedOut, Cluster.Noon).Signal(0, Fetched, Cluster.Noon).Signal(0, Post, Cluster.Noon)
            .Signal(0, HandedOut, Cluster.Noon.AddSeconds(20));
        Assert.Equal(AttemptState.Offered, State(inventory));
        Assert.Equal(2, Attempt(inventory).Handouts);
    }

    [Fact]
    public void A_hand_out_that_is_heard_of_after_the_kickstart_counts_and_takes_nothing_back()
    {
        var inventory = Cluster.Inventory().Arm(0).Signal(0, Fetched, Cluster.Noon.AddSeconds(40)).Signal(0, HandedOut, Cluster.Noon.AddSeconds(30));
        Assert.Equal((AttemptState.Fetched, 1), (State(inventory), Attempt(inventory).Handouts));
        inventory = inventory.Signal(0, Post, Cluster.Noon.AddSeconds(50)).Signal(0, HandedOut, Cluster.Noon.AddSeconds(31));
        Assert.Equal((AttemptState.Installing, 1), (State(inventory), Attempt(inventory).Handouts));
        inventory = inventory.Signal(0, HandedOut, Cluster.Noon.AddMinutes(9));
        Assert.Equal((AttemptState.Offered, 2), (State(inventory), Attempt(inventory).Handouts));
    }

    [Fact]
    public void A_clock_that_steps_back_hands_out_no_installer_uncounted()
    {
        var inventory = Cluster.Inventory().Arm(0);
        for (var boot = 0; boot < 3; boot++)
        {
            var now = Cluster.Noon.AddDays(-100 * boot);
            inventory = inventory.Signal(0, HandedOut, now).Signal(0, Fetched, now.AddSeconds(30)).Signal(0, Post, now.AddSeconds(40));
        }

        Assert.Equal(3, Attempt(inventory).Handouts);
        Assert.Equal(AttemptState.Stuck, State(inventory.Signal(0, HandedOut, Cluster.Noon.AddDays(-900))));
    }

    [Fact]
    public void Silence_past_the_deadline_is_stuck_and_a_late_done_still_counts()
    {
        var inventory = Cluster.Inventory().Arm(0).Signal(0, HandedOut, Cluster.Noon).Signal(0, Tick, Cluster.Noon.AddMinutes(119));
        Assert.Equal(AttemptState.Offered, State(inventory));
        inventory = inventory.Signal(0, Tick, Cluster.Noon.AddMinutes(121));
        Assert.Equal(AttemptState.Stuck, State(inventory));
        Assert.Equal(AttemptState.Staged, State(inventory.Signal(0, Done, Cluster.Noon.AddMinutes(200))));
    }

    [Fact]
    public void An_armed_attempt_waits_for_ever_for_somebody_to_press_the_button()
    {
        var inventory = Cluster.Inventory().Arm(0).Signal(0, Tick, Cluster.Noon.AddDays(30));
        Assert.Equal(AttemptState.Armed, State(inventory));
    }

    [Fact]
    public void Arming_again_takes_the_place_of_the_old_attempt_and_its_secret()
    {
        var first = Cluster.Inventory().Arm(0);
        var second = first.Arm(0);
        Assert.Null(second.AttemptOf(Attempt(first).Secret));
        Assert.True(Attempt(second).Id > Attempt(first).Id);
        Assert.Equal(Attempt(second), second.AttemptOf(Attempt(second).Secret));
    }

    [Fact]
    public void A_wipe_is_asked_for_once()
    {
        var host = Core.Attributes.AttributeOwner.Of(Cluster.Name("backend-0-0"));
        var inventory = Cluster.Inventory().Set(host, "nukedisks", "true").Arm(0).Signal(0, HandedOut, Cluster.Noon).Signal(0, Done, Cluster.Noon);
        Assert.Equal("false", inventory.AttributesOf(inventory.HostOf(Cluster.Name("backend-0-0"))!).Text("nukedisks"));
    }

    [Fact]
    public void A_wipe_is_spent_by_an_install_whose_end_was_not_heard()
    {
        var host = Core.Attributes.AttributeOwner.Of(Cluster.Name("backend-0-0"));
        var over = Cluster.Inventory().Set(host, "nukedisks", "true").Arm(0).Signal(0, HandedOut, Cluster.Noon).Signal(0, Fetched, Cluster.Noon)
            .Signal(0, Up, Cluster.Noon);
        Assert.Equal("false", over.AttributesOf(over.HostOf(Cluster.Name("backend-0-0"))!).Text("nukedisks"));
    }

    [Fact]
    public void A_wipe_that_is_asked_for_after_an_install_is_kept_for_the_next()
    {
        var host = Core.Attributes.AttributeOwner.Of(Cluster.Name("backend-0-0"));
        var over = Cluster.Inventory().Arm(0).Signal(0, HandedOut, Cluster.Noon).Signal(0, Done, Cluster.Noon).Set(host, "nukedisks", "true")
            .Signal(0, Up, Cluster.Noon);
        Assert.Equal("true", over.AttributesOf(over.HostOf(Cluster.Name("backend-0-0"))!).Text("nukedisks"));
    }

    [Fact]
    public void A_secret_has_256_bits_and_is_safe_in_a_path()
    {
        var secret = InstallAttempt.NewSecret();
        Assert.Equal(43, secret.Length);
        Assert.All(secret, letter => Assert.True(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
        Assert.NotEqual(secret, InstallAttempt.NewSecret());
    }

    /// <summary>Whatever happens in whatever order: an installer goes out at most as often as allowed, and never after the install ended.</summary>
    [Fact]
    public void No_order_of_events_makes_a_loop()
    {
        var signals = Gen.OneOf(
            Gen.Const(HandedOut), Gen.Const(HandedOut), Gen.Const(Fetched), Gen.Const(Post), Gen.Const(Done), Gen.Const(Up), Gen.Const(Tick),
            Gen.Const<AttemptSignal>(new AttemptSignal.Broke("disk")), Gen.Const<AttemptSignal>(new AttemptSignal.Cancel()));
        Gen.Select(signals, Gen.Int[-600, 9000]).Array[0, 60].Sample(steps =>
        {
            var inventory = Cluster.Inventory().Arm(0);
            var now = Cluster.Noon;
            var ended = false;
            foreach (var (signal, seconds) in steps)
            {
                var before = Attempt(inventory);
                inventory = inventory.Signal(0, signal, now = now.AddSeconds(seconds));
                var after = Attempt(inventory);
                ended |= after.State >= AttemptState.Staged;
                Assert.InRange(after.Handouts, before.Handouts, before.Handouts + 1);
                Assert.True(after.Handouts <= after.Allowed);
                Assert.False(ended && after.MayInstall, $"{before.State} went back to {after.State} on {signal}");
                Assert.Equal(after.MayInstall, Action(inventory) is BootAction.Install);
                Assert.True(after.State is not (AttemptState.Failed or AttemptState.Stuck) || after.Why is { Length: > 0 });
            }
        });
    }

    private static InstallAttempt Attempt(Inventory inventory) => inventory.AttemptOf(Cluster.Name("backend-0-0"))!;

    private static AttemptState State(Inventory inventory) => Attempt(inventory).State;

    private static BootAction Action(Inventory inventory) => inventory.HostOf(Cluster.Name("backend-0-0"))!.Action;
}
