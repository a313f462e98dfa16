using BootService.Core.Boot;
using BootService.Core.Installs;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Boot;

/// <summary>What the roads of a boot know of a machine, and for how long.</summary>
public class MachineSightingsTests
{
    private static readonly MacAddress Card = Cluster.Mac(0);
    private static readonly InstallAttempt Attempt = Cluster.Inventory().Arm(0).AttemptOf(Cluster.Name("backend-0-0"))!;

    [Fact]
    public void The_first_question_of_a_boot_is_news_and_its_repetitions_are_not()
    {
        var sightings = new MachineSightings();
        Assert.True(sightings.FirmwareAsked(Card, FirmwareKind.Bios, 7, 1_000));
        Assert.False(sightings.FirmwareAsked(Card, FirmwareKind.Bios, 7, 5_000));
        Assert.False(sightings.FirmwareAsked(Card, FirmwareKind.Bios, 7, 64_999));
        Assert.True(sightings.FirmwareAsked(Card, FirmwareKind.Bios, 7, 124_999));
        Assert.True(sightings.FirmwareAsked(Card, FirmwareKind.Bios, 8, 125_000));
        Assert.False(sightings.FirmwareAsked(Card, FirmwareKind.Bios, 0, 900_000));
    }

    [Fact]
    public void More_cards_than_any_appliance_has_make_room_for_each_other_the_oldest_first()
    {
        var sightings = new MachineSightings();
        for (var at = 0; at < 2 * MachineSightings.Most; at++)
        {
            // All within a minute: none of them is old.
            sightings.LoaderTold(new MacAddress(0x5254_0000_0000 + (ulong)at), at + 1, at / 4);
            if (at % 1000 == 0)
            {
                Assert.InRange(sightings.Count, 1, MachineSightings.Most + 1);
            }
        }

        const int Last = (2 * MachineSightings.Most) - 1;
        Assert.All(Enumerable.Range(0, MachineSightings.Most / 2), back => Assert.Equal(
            Last - back + 1, sightings.Of(new MacAddress(0x5254_0000_0000 + (ulong)(Last - back)), Last / 4).Told));
        Assert.Equal(0, sightings.Of(new MacAddress(0x5254_0000_0000), Last / 4).Told);
    }

    [Fact]
    public void What_says_nothing_takes_nothing_away_and_DHCP_goes_before_a_loader()
    {
        var sightings = new MachineSightings();
        sightings.LoaderFetched(Card, FirmwareKind.UefiX64, 0);
        Assert.Equal(FirmwareKind.UefiX64, sightings.Of(Card, 0).Firmware);
        sightings.FirmwareAsked(Card, FirmwareKind.Unknown, 7, 1);
        Assert.Equal((FirmwareKind.UefiX64, 7L), (sightings.Of(Card, 1).Firmware, sightings.Of(Card, 1).Asked));
        sightings.FirmwareAsked(Card, FirmwareKind.Bios, 7, 2);
        sightings.LoaderFetched(Card, FirmwareKind.UefiArm64, 3);
        sightings.LoaderTold(Card, 7, 4);
        Assert.Equal((FirmwareKind.Bios, 7L, 7L), (sightings.Of(Card, 4).Firmware, sightings.Of(Card, 4).Asked, sightings.Of(Card, 4).Told));
    }

    [Fact]
    public void After_a_quarter_of_an_hour_it_is_another_boot()
    {
        var sightings = new MachineSightings();
        sightings.FirmwareAsked(Card, FirmwareKind.Bios, 7, 0);
        Assert.Equal(FirmwareKind.Bios, sightings.Of(Card, MachineSightings.Kept - 1).Firmware);
        Assert.Equal(MachineSighting.None, sightings.Of(Card, MachineSightings.Kept));
        sightings.LoaderTold(Card, 8, MachineSightings.Kept);
        Assert.Equal((FirmwareKind.Unknown, 0L, 8L), (sightings.Of(Card, MachineSightings.Kept).Firmware, sightings.Of(Card, MachineSightings.Kept).Asked,
            sightings.Of(Card, MachineSightings.Kept).Told));
        Assert.Equal(MachineSighting.None, sightings.Of(Cluster.Mac(1), 0));
    }

    [Fact]
    public void Any_card_of_a_host_speaks_for_it_and_for_its_attempt_alone()
    {
        var host = Cluster.Backend(0) with { Interfaces = [.. Cluster.Backend(0).Interfaces, new("eth1", Cluster.Mac(9), null, null)] };
        var sightings = new MachineSightings();
        Assert.False(sightings.HasAsked(host, Attempt, 0));
        sightings.FirmwareAsked(Cluster.Mac(9), FirmwareKind.Bios, Attempt.Id, 0);
        Assert.True(sightings.HasAsked(host, Attempt, 1));
        Assert.False(sightings.HasAsked(host, Attempt with { Id = 99 }, 1));
        Assert.False(sightings.HasAsked(Cluster.Backend(0), Attempt, 1));
        Assert.False(sightings.WasTold(host, Attempt, 1));
        sightings.LoaderTold(Cluster.Mac(9), Attempt.Id, 1);
        Assert.True(sightings.WasTold(host, Attempt, 2));
        Assert.True(sightings.WasTold(Cluster.Backend(1), Attempt with { State = AttemptState.Offered }, 2));
    }

    [Fact]
    public void A_daemon_that_has_just_started_goes_by_what_is_on_disk_until_it_could_have_seen_everybody()
    {
        var met = Attempt.On(new AttemptSignal.FirmwareAsked(), Cluster.Noon.AddSeconds(1));
        var sightings = new MachineSightings(started: 1_000);
        Assert.True(sightings.HasAsked(Cluster.Backend(0), met, 1_000));
        Assert.True(sightings.HasAsked(Cluster.Backend(0), met, 1_000 + MachineSightings.Kept - 1));
        Assert.False(sightings.HasAsked(Cluster.Backend(0), met, 1_000 + MachineSightings.Kept));
        Assert.False(sightings.HasAsked(Cluster.Backend(0), Attempt, 1_000));
    }

    [Fact]
    public void Roads_that_tell_at_the_same_time_lose_nothing_of_each_other() =>
        Gen.Int[1, 50].Sample(
            cards =>
            {
                var sightings = new MachineSightings();
                Parallel.For(0, cards * 3, at =>
                {
                    var card = Cluster.Mac(at / 3);
                    switch (at % 3)
                    {
                        case 0:
                            sightings.FirmwareAsked(card, FirmwareKind.UefiX64, 7, 1);
                            break;
                        case 1:
                            sightings.LoaderTold(card, 7, 1);
                            break;
                        default:
                            _ = sightings.Of(card, 1);
                            break;
                    }
                });
                Assert.All(
                    Enumerable.Range(0, cards), at => Assert.Equal(
                        (FirmwareKind.UefiX64, 7L, 7L), (sightings.Of(Cluster.Mac(at), 1).Firmware, sightings.Of(Cluster.Mac(at), 1).Asked,
                            sightings.Of(Cluster.Mac(at), 1).Told)));
            },
            iter: 200,
            threads: 1);
}
