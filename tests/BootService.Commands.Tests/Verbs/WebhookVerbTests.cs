using BootService.Commands.Ports;
using BootService.Commands.Tests.Support;
using BootService.Core.Webhooks;

namespace BootService.Commands.Tests.Verbs;

public sealed class WebhookVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_webhook_is_added_with_a_secret_that_is_shown_once_and_nothing_of_its_path_is()
    {
        var secret = _stack.Type("add webhook chat url=https://chat.example:8443/hooks/T0KEN events=install.failed,dhcp.rogue").Messages.Single();
        Assert.True(Webhook.IsSecret(secret));
        Assert.Equal("https://chat.example:8443/hooks/T0KEN", _stack.Inventory.Webhooks["chat"].Url);
        var list = _stack.Type("list webhook");
        Assert.Equal(["chat", "https://chat.example:8443", "install.failed dhcp.rogue", "untried", "0", "", "", "0", ""], list.Rows.Single());
        Assert.DoesNotContain("T0KEN", _stack.Logged("add", "webhook", "chat", "url=https://chat.example/hooks/T0KEN"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_the_receiver_knows_comes_in_a_file()
    {
        var known = Webhook.NewSecret();
        _stack.Files = _stack.Files.Add("/tmp/secret", known + "\n");
        Assert.DoesNotContain(known, _stack.Type("add webhook chat url=http://127.0.0.1:9/x file=/tmp/secret").Messages.Single(), StringComparison.Ordinal);
        Assert.Equal(known, _stack.Inventory.Webhooks["chat"].Secret);
        Assert.Equal(string.Join(',', WebhookTypes.All), _stack.Inventory.Webhooks["chat"].Types);
    }

    [Theory]
    [InlineData("url=ftp://x/y", "url must be an address of http or https")]
    [InlineData("url=https://me:pw@x/y", "url holds a user or a password")]
    [InlineData("url=https://x/y events=install.faild", "there is no event \"install.faild\", they are install.begun")]
    [InlineData("url=https://x/y events=,", "events names none")]
    [InlineData("url=https://x/y file=/tmp/short", "the secret must be whsec_")]
    public void What_cannot_be_is_refused(string words, string sentence)
    {
        _stack.Files = _stack.Files.Add("/tmp/short", "whsec_c2hvcnQ=");
        Assert.Contains(sentence, _stack.Refused(["add", "webhook", "chat", .. words.Split(' ')]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_is_sent_now_and_its_fault_is_said()
    {
        _stack.Type("add webhook chat url=https://chat.example/h");
        Assert.Equal("webhook chat took a test message", _stack.Type("test webhook chat").Messages.Single());
        Assert.Equal(WebhookTypes.Test, _stack.Hooks.Sent.Single().Message.Type);
        _stack.Hooks.Fault = "https://chat.example answered 500";
        Assert.Equal("webhook chat did not take a test message: https://chat.example answered 500", _stack.Refused("test", "webhook", "chat"));
        _stack.Hooks.Standing = new WebhookStanding(_stack.Time.GetUtcNow(), "https://chat.example answered 500", 3);
        Assert.Equal("failing", _stack.Type("list webhook").Rows.Single()[3]);
        _stack.Type("remove webhook chat");
        Assert.Contains("unknown webhook \"chat\"", _stack.Refused("test", "webhook", "chat"), StringComparison.Ordinal);
        Assert.Empty(_stack.Inventory.Webhooks);
    }

    [Fact]
    public void What_waits_goes_with_its_webhook_and_the_oldest_of_too_much_is_given_up()
    {
        _stack.Type("add webhook chat url=https://chat.example/h");
        _stack.Type("add webhook other url=https://other.example/h events=dhcp.rogue");
        for (var at = 0; at < WebhookTrail.MostWaiting + 2; at++)
        {
            _stack.Time.Advance(TimeSpan.FromSeconds(1));
            _stack.Appliance.Commit(WebhookTrail.Queue(
                _stack.Inventory, [WebhookMessage.Unknown(new Protocols.Net.MacAddress((ulong)at + 1), null, "frontend", _stack.Time.GetUtcNow())]));
        }

        Assert.Equal(WebhookTrail.MostWaiting, _stack.Inventory.Deliveries.Count);
        Assert.DoesNotContain(_stack.Inventory.Deliveries.Values, delivery => delivery.Body.Contains("00:00:00:00:00:02\"", StringComparison.Ordinal));
        _stack.Type("remove webhook chat");
        Assert.Empty(_stack.Inventory.Deliveries);
    }
}
