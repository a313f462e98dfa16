using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Core.Tests.Reasons;

public sealed class ReasonSentencesTests
{
    [Fact]
    public void Every_reason_has_a_sentence_of_one_line_without_a_full_stop() => Assert.All(
        EveryReason.All.Where(reason => reason is not BootReason.OfDhcp { Why: DhcpReason.None }),
        reason => Assert.Matches("^[^\n]*[^\n.]$", ReasonSentences.Of(reason)));

    [Fact]
    public void No_two_reasons_of_DHCP_read_alike() => Assert.Equal(
        Enum.GetValues<DhcpReason>().Length, Enum.GetValues<DhcpReason>().Select(DhcpSentences.Of).Distinct().Count());

    [Fact]
    public void A_network_that_boots_nothing_is_named_with_the_command_that_changes_it() => Assert.Equal(
        "network private does not boot machines; \"stack set network private pxe=true\" lets it",
        ReasonSentences.Of(new BootReason.NetworkBootsNothing("private")));

    [Fact]
    public void An_event_says_what_was_told_and_why() => Assert.Equal(
        "boot from disk: the action is os",
        EventSentences.Why(
            new BootEvent(
                Cluster.Noon, default, BootStage.Configuration, BootOutcome.Ok, BootMessage.Configuration)
            {
                Told = BootTold.Disk,
                Reason = new BootReason.ActionIsOs()
            }));

    [Fact]
    public void The_address_a_reason_is_about_is_named() => Assert.Equal(
        "it took another server's offer: 10.1.0.9",
        EventSentences.Why(new BootEvent(Cluster.Noon, default, BootStage.Dhcp, BootOutcome.Refused, BootMessage.Request)
        {
            Reason = new BootReason.OfDhcp(DhcpReason.OtherOfferTaken),
            About = Protocols.Net.Ipv4.Parse("10.1.0.9"),
        }));
}
