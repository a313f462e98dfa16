using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Webhooks;

namespace BootService.Commands.Verbs;

[Command("test webhook", "Sends a signed message of type test to webhooks now, and says whether they took it.", Example = "test webhook chat")]
[Argument("name", Repeats = true)]
internal sealed class TestWebhook(IWebhookPost post) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var webhooks = call.Arguments.Select(name => inventory.Webhooks.GetValueOrDefault(name)
            ?? throw new RefusedException($"unknown webhook \"{name}\"{Spelling.DidYouMean(name, inventory.Webhooks.Keys)}")).ToArray();
        var faults = new List<string>();
        foreach (var webhook in webhooks)
        {
            var fault = await post.SendAsync(webhook, WebhookMessage.Test(call.By, inventory.Frontend.Called, call.Now), cancel);
            if (fault is null)
            {
                call.Output.Message($"webhook {webhook.Name} took a test message");
            }
            else
            {
                faults.Add($"webhook {webhook.Name} did not take a test message: {fault}");
            }
        }

        if (faults.Count > 0)
        {
            throw new RefusedException(string.Join("; ", faults));
        }
    }
}
