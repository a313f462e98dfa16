using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Core.Stored;
using BootService.Core.Tests.Reasons;
using BootService.Core.Timeline;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Core.Tests.Stored;

public sealed class StoredEventTests
{
    private static readonly MacAddress Mac = new(0x5254_0000_0100);

    [Fact]
    public void Every_reason_is_read_back_as_it_was() =>
        Assert.All(EveryReason.All, reason => Holds(Of(BootStage.Http, BootMessage.File) with { Name = "x", Reason = reason }));

    [Fact]
    public void Every_message_is_read_back_with_and_without_a_name_whatever_was_told()
    {
        foreach (var message in Enum.GetValues<BootMessage>())
        {
            foreach (var stage in Enum.GetValues<BootStage>())
            {
                Holds(Of(stage, message));
                Holds(Of(stage, message) with { Name = "x", Told = BootTold.Kernel, About = Ipv4.Parse("10.1.0.9"), Outcome = BootOutcome.Failed });
            }
        }
    }

    [Theory]
    [InlineData("Firmware", "Ok", "firmware", "ok")]
    [InlineData("Http", "Delayed", "http", "delayed")]
    [InlineData("7", "1", "7", "1")]
    [InlineData("", "Ok", "", "ok")]
    public void A_word_of_a_newer_version_is_shown_as_it_is_and_says_nothing_of_how_far_the_machine_is(string stage, string outcome, string shown, string went)
    {
        var row = new StoredEvent(Cluster.Noon, Mac, BootStage.Http, BootOutcome.Ok) { What = "bios update", Why = """{"message":"Flashed","told":"Wait"}""" }
            .In(stage, outcome);
        var read = row.Read();
        Assert.Equal((shown, went, "bios update"), (EventSentences.Stage(read), EventSentences.Outcome(read), EventSentences.What(read)));
        Assert.Equal(RoadStep.None, Road.Of(read));
        Assert.Equal((stage, outcome), (StoredEvent.Of(read).StageWord, StoredEvent.Of(read).OutcomeWord));
    }

    [Fact]
    public void What_the_columns_say_already_is_not_said_again() =>
        Assert.Null(StoredEvent.Of(Of(BootStage.Tftp, BootMessage.Loader) with { Name = "pxelinux.0" }).Why);

    [Fact]
    public void The_stored_words_are_those_of_every_version() => Assert.Equal(
        ("OFFER", """{"message":"Offer","told":"NoLoader","reason":{"is":"network-boots-nothing","network":"private"}}"""),
        Words(Of(BootStage.Dhcp, BootMessage.Offer) with { Told = BootTold.NoLoader, Reason = new BootReason.NetworkBootsNothing("private") }));

    [Theory]
    [InlineData(BootStage.Admin, BootOutcome.Ok, "install", null, BootMessage.ActionSet, BootTold.Nothing)]
    [InlineData(BootStage.Admin, BootOutcome.Ok, "power reset", "by ipmi", BootMessage.PowerReset, BootTold.Nothing)]
    [InlineData(BootStage.Dhcp, BootOutcome.Ok, "OFFER", "install attempt 7 is Armed", BootMessage.Offer, BootTold.Loader)]
    [InlineData(BootStage.Dhcp, BootOutcome.Refused, "DISCOVER", "the pool is used up", BootMessage.Discover, BootTold.Nothing)]
    [InlineData(BootStage.BootServer, BootOutcome.Ok, "ACK", null, BootMessage.Ack, BootTold.Nothing)]
    [InlineData(BootStage.Tftp, BootOutcome.Ok, "snponly.efi", null, BootMessage.IpxeLoader, BootTold.Nothing)]
    [InlineData(BootStage.Http, BootOutcome.Ok, "os/CentOS/6.6/redhat/x86_64/images/pxeboot/initrd.img", null, BootMessage.RamDisk, BootTold.Nothing)]
    [InlineData(BootStage.Http, BootOutcome.Refused, "secret", "the secret was used from 10.1.0.1", BootMessage.Secret, BootTold.Nothing)]
    [InlineData(
        BootStage.Configuration, BootOutcome.Ok, "pxelinux.cfg/01-52", "start the kernel: install attempt 7 is Armed", BootMessage.Configuration,
        BootTold.Install)]
    [InlineData(BootStage.Installer, BootOutcome.Failed, "failed", "no disk", BootMessage.InstallFailed, BootTold.Nothing)]
    [InlineData(BootStage.Installer, BootOutcome.Ok, "post", null, BootMessage.StageReached, BootTold.Nothing)]
    [InlineData(BootStage.Up, BootOutcome.Ok, "confirmed", null, BootMessage.Confirmed, BootTold.Nothing)]
    public void A_row_of_an_older_version_is_read_with_its_sentence(
        BootStage stage, BootOutcome outcome, string what, string? why, BootMessage message, BootTold told)
    {
        var read = new StoredEvent(Cluster.Noon, Mac, stage, outcome) { What = what, Why = why, Attempt = 7 }.Read();
        Assert.Equal((message, told, why), (read.Message, read.Told, (read.Reason as BootReason.Said)?.Text));
        Assert.Equal(what, EventSentences.What(read));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"message":"Beamed"}""")]
    [InlineData("""{"message":"Offer","reason":{"is":"a-reason-of-tomorrow","value":1}}""")]
    public void A_row_of_a_newer_version_is_shown_as_it_is(string why) =>
        Assert.Equal(new BootReason.Said(why), new StoredEvent(Cluster.Noon, Mac, BootStage.Dhcp, BootOutcome.Ok) { What = "OFFER", Why = why }.Read().Reason);

    private static (string What, string? Why) Words(BootEvent happened) => StoredEvent.Of(happened) is var stored ? (stored.What, stored.Why) : default;

    private static BootEvent Of(BootStage stage, BootMessage message) => new(Cluster.Noon, Mac, stage, BootOutcome.Ok, message);

    private static void Holds(BootEvent happened) => Assert.Equal(happened, StoredEvent.Of(happened).Read());
}
