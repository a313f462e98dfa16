using System.Globalization;
using System.Text.Json;
using BootService.Core.Doctor;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Webhooks;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Webhooks;

/// <summary>What is told to whom, how it is signed, and what becomes of messages that nobody takes.</summary>
public class WebhookTests
{
    private static readonly Webhook Hook = new("ops", "https://ops.example:8443/secret/path?key=1", Webhook.NewSecret(), Cluster.Noon);

    /// <summary>The judge is Python's own HMAC; the text that is signed is the specification's (standardwebhooks.com, "Signature scheme").</summary>
    [Fact]
    public void A_message_is_signed_as_whoever_checks_it_does()
    {
        const string Check = """
            import base64, hashlib, hmac, json, sys
            for secret, id, sent, body in json.load(sys.stdin):
                key = base64.b64decode(secret.removeprefix('whsec_'))
                print('v1,' + base64.b64encode(hmac.new(key, f'{id}.{sent}.{body}'.encode(), hashlib.sha256).digest()).decode())
            """;
        var messages = Gen.Select(Gen.String[0, 30].Select(text => text.Replace('\0', ' ')), Gen.Long[0, 4_000_000_000]).Array[50].Single()
            .Where(message => !message.Item1.Any(char.IsSurrogate)).Select(message =>
                (Secret: Webhook.NewSecret(), Body: message.Item1, Sent: message.Item2)).ToArray();
        var asked = JsonSerializer.Serialize(messages.Select(message => new object[] { message.Secret, "msg_1", message.Sent, message.Body }));
        Assert.Equal(
            messages.Select(message => (Hook with { Secret = message.Secret }).Sign("msg_1", message.Sent, message.Body)),
            Tool.Run("/usr/bin/python3", ["-c", Check], asked).Split('\n')[..^1]);
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(32, true)]
    [InlineData(64, true)]
    [InlineData(23, false)]
    [InlineData(65, false)]
    [InlineData(0, false)]
    public void A_secret_is_a_key_of_24_to_64_octets(int octets, bool can) =>
        Assert.Equal(can, Webhook.IsSecret("whsec_" + Convert.ToBase64String(new byte[octets])));

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_***************************************")]
    [InlineData("WHSEC_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Anything_else_is_none(string text) => Assert.False(Webhook.IsSecret(text));

    [Fact]
    public void A_secret_of_our_own_is_one_and_no_two_are_alike()
    {
        string[] secrets = [.. Enumerable.Range(0, 50).Select(_ => Webhook.NewSecret())];
        Assert.All(secrets, secret => Assert.True(Webhook.IsSecret(secret)));
        Assert.Distinct(secrets);
    }

    [Theory]
    [InlineData("https://ops.example:8443/secret/path?key=1", "https://ops.example:8443")]
    [InlineData("http://10.1.1.9/x", "http://10.1.1.9")]
    [InlineData("http://user:password@ops.example/x", "http://ops.example")]
    [InlineData("ops", "no address")]
    public void What_anybody_may_see_of_an_address_is_its_place(string url, string place) => Assert.Equal(place, (Hook with { Url = url }).Place);

    [Fact]
    public void Pauses_grow_to_half_an_hour_and_no_number_of_failures_is_too_large()
    {
        Assert.Equal(
            [0, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800],
            Enumerable.Range(0, 12).Select(failures => (int)WebhookTrail.PauseAfter(failures).TotalSeconds));
        Gen.Int.Sample(failures => Assert.InRange(WebhookTrail.PauseAfter(failures), TimeSpan.Zero, TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void An_install_is_told_when_it_begins_and_when_it_ends()
    {
        var before = With(Cluster.Inventory().Arm(0), Hook with { Types = string.Join(',', WebhookTypes.All) });
        var asked = Told(before, new AttemptSignal.FirmwareAsked());
        Assert.Empty(asked.Messages);
        var begun = Told(asked.After, new AttemptSignal.HandedOut());
        Assert.Equal([WebhookTypes.Begun], begun.Messages.Select(Type));
        Assert.Equal(["ops"], begun.Messages.Select(message => message.Key.Webhook));
        Assert.Equal("backend-0-0", begun.Messages[0].Data.GetProperty("host").GetString());
        var fetched = Told(begun.After, new AttemptSignal.KickstartFetched(Ipv4.Parse("10.1.255.254")));
        Assert.Empty(fetched.Messages);
        var done = Told(fetched.After, new AttemptSignal.Done());
        Assert.Equal([WebhookTypes.Done], done.Messages.Select(Type));
        Assert.Equal(0, done.Messages[0].Data.GetProperty("seconds").GetDouble());
        Assert.Empty(Told(done.After, new AttemptSignal.Done()).Messages);
        var failed = Told(fetched.After, new AttemptSignal.Broke("no disk \"sda\""));
        Assert.Equal([WebhookTypes.Failed], failed.Messages.Select(Type));
        Assert.Contains("no disk \"sda\"", failed.Messages[0].Data.GetProperty("why").GetString(), StringComparison.Ordinal);

        static string Type(Message message) => message.Type;
    }

    [Fact]
    public void Nobody_is_told_what_he_did_not_ask_for()
    {
        var before = With(Cluster.Inventory().Arm(0), Hook with { Types = WebhookTypes.Rogue }, Hook with { Name = "none", Types = "" });
        Assert.Empty(Told(Told(before, new AttemptSignal.FirmwareAsked()).After, new AttemptSignal.HandedOut()).Messages);
        Assert.Empty(WebhookTrail.Of(Cluster.Inventory(), Cluster.Inventory().Arm(0), [], Cluster.Noon));
        Assert.False((Hook with { Types = "install.begun" }).Wants("install"));
        Assert.True((Hook with { Types = "install.begun,install.done" }).Wants("install.done"));
    }

    [Fact]
    public void Of_more_messages_than_may_wait_the_oldest_are_given_up()
    {
        var inventory = With(Cluster.Inventory(), Hook with { Types = WebhookTypes.Unknown }, Hook with { Name = "quiet", Types = WebhookTypes.Done });
        Gen.Int[1, 700].Array[1, 4].Sample(
            counts =>
            {
                var (state, sent) = (inventory, 0);
                foreach (var count in counts)
                {
                    WebhookMessage[] more = [.. Enumerable.Range(sent, count).Select(at =>
                        WebhookMessage.Unknown(new MacAddress(0x5254_0000_0000 + (ulong)at), null, "frontend", Cluster.Noon.AddSeconds(at)))];
                    sent += count;
                    state = state.With(WebhookTrail.Queue(state, more));
                }

                var waiting = state.Deliveries.Values.OrderBy(delivery => delivery.Made).ToArray();
                Assert.Equal(Math.Min(sent, WebhookTrail.MostWaiting), waiting.Length);
                Assert.Equal(Cluster.Noon.AddSeconds(sent - 1), waiting[^1].Made);
                Assert.Equal(Cluster.Noon.AddSeconds(sent - waiting.Length), waiting[0].Made);
            },
            iter: 15);
    }

    [Fact]
    public void A_message_has_the_same_id_however_often_it_is_made_and_another_has_another()
    {
        var (one, other) = (new MacAddress(0x5254_0000_0001), new MacAddress(0x5254_0000_0002));
        Assert.Equal(WebhookMessage.Unknown(one, "a", "f", Cluster.Noon).Id, WebhookMessage.Unknown(one, "b", "g", Cluster.Noon).Id);
        Assert.Distinct(
            [WebhookMessage.Unknown(one, null, "f", Cluster.Noon).Id, WebhookMessage.Unknown(other, null, "f", Cluster.Noon).Id,
                WebhookMessage.Unknown(one, null, "f", Cluster.Noon.AddSeconds(1)).Id, WebhookMessage.Test("eve", "f", Cluster.Noon).Id]);
    }

    [Theory]
    [InlineData("00:00:00:00:00:00", false)]
    [InlineData("52:54:00:00:00:09", true)]
    public void Another_server_is_told_with_its_card_where_it_has_one_and_with_what_to_do(string mac, bool isNamed)
    {
        var seen = new SeenServer("eth1", new ForeignServer(Ipv4.Parse("10.1.0.9"), MacAddress.Parse(mac)), Cluster.Noon, Cluster.Noon.AddHours(1));
        var message = WebhookMessage.Rogue(seen, Finding.Wrong("dhcp servers", "10.1.0.9 offers \"x\"", "stop it"), "frontend");
        using var body = JsonDocument.Parse(message.Body);
        var data = body.RootElement.GetProperty("data");
        Assert.Equal("2026-11-22T12:00:00.000Z", body.RootElement.GetProperty("timestamp").GetString());
        Assert.Equal(isNamed, data.TryGetProperty("mac", out _));
        Assert.Equal(("10.1.0.9 offers \"x\"", "stop it"), (data.GetProperty("what").GetString(), data.GetProperty("remedy").GetString()));
        Assert.Equal(message.Id, (message with { Body = "" }).To("ops", "frontend").Key.Id);
    }

    [Theory]
    [InlineData("fe2", "", 0, true)] // one's own
    [InlineData("fe2", "", 9999, true)]
    [InlineData("fe1", "fe1", 9999, false)] // another's that is up
    [InlineData("fe1", "", 5, false)] // it may be about to start anew
    [InlineData("fe1", "", 9999, true)] // it is away
    [InlineData("fe1", "fe3", 9999, true)]
    [InlineData("fe4", "fe1", 9999, false)] // the first of those that are up sends it
    [InlineData("a-name-from-before", "fe3", 9999, true)]
    public void A_message_is_sent_by_whoever_queued_it_or_by_one_other_when_that_is_away(string queued, string up, int seconds, bool isFor)
    {
        var peers = new[] { "fe1", "fe3" }.Select(name => new PeerFrontend(name, [], name == up));
        var frontend = Cluster.Inventory().Frontend with { Name = "same-everywhere", Peers = PeerFrontends.Of("fe2") with { All = [.. peers] } };
        var delivery = new WebhookDelivery(new DeliveryKey("ops", "1"), queued, Cluster.Noon, "{}");

        Assert.Equal(isFor, WebhookTrail.IsFor(delivery, frontend, Cluster.Noon.AddSeconds(seconds)));
        Assert.True(WebhookTrail.IsFor(delivery, frontend with { Peers = PeerFrontends.None }, Cluster.Noon));
    }

    [Fact]
    public void A_message_names_the_frontend_as_the_others_know_it()
    {
        var inventory = With(Cluster.Inventory().Arm(0), Hook with { Types = WebhookTypes.Begun });
        inventory = inventory.Seen(inventory.Frontend with { Name = "same-everywhere", Peers = PeerFrontends.Of("fe2") });

        var begun = Told(Told(inventory, new AttemptSignal.FirmwareAsked()).After, new AttemptSignal.HandedOut());

        Assert.Equal("fe2", Assert.Single(begun.Messages).Data.GetProperty("frontend").GetString());
        Assert.Equal("fe2", Assert.Single(begun.After.With(
            [.. WebhookTrail.Queue(begun.After, [WebhookMessage.Unknown(new MacAddress(1), null, "fe2", Cluster.Noon) with { Type = WebhookTypes.Begun }])])
            .Deliveries.Values).Frontend);
    }

    private sealed record Message(DeliveryKey Key, string Type, JsonElement Data);

    private static (IReadOnlyList<Message> Messages, Inventory After) Told(Inventory before, AttemptSignal signal)
    {
        var changes = AttemptLedger.Changes(before, before.AttemptOf(Cluster.Name("backend-0-0"))!, signal, Cluster.Noon).ToArray();
        var after = before.With(changes);
        var messages = WebhookTrail.Of(before, after, changes, Cluster.Noon).OfType<Change.DeliverySet>().Select(set =>
        {
            var root = JsonDocument.Parse(set.Delivery.Body).RootElement;
            Assert.True(DateTimeOffset.TryParse(root.GetProperty("timestamp").GetString(), CultureInfo.InvariantCulture, out _));
            return new Message(set.Delivery.Key, root.GetProperty("type").GetString()!, root.GetProperty("data"));
        });
        return ([.. messages], after);
    }

    private static Inventory With(Inventory inventory, params Webhook[] hooks) => inventory.With([.. hooks.Select(hook => new Change.WebhookSet(hook))]);
}
