using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Core.Webhooks;

namespace BootService.Commands.Verbs;

[Command("list webhook", "Lists who is told of what happens, and what they have not taken yet.",
    Detail = "Column waiting counts messages that are sent again until they are a day old; given up counts those that were not taken by then, since the "
        + "service started. Of addresses their path is left out, which may be a secret.",
    Example = "list webhook")]
[Row("webhook, to, events:list, state:ok|failing|untried, waiting:number, oldest:time?, taken:time?, given up:number, why?")]
internal sealed class ListWebhook(IWebhookPost post) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var waiting = inventory.Deliveries.Values.ToLookup(delivery => delivery.Key.Webhook);
        call.KeptTable();
        foreach (var webhook in inventory.Webhooks.Values)
        {
            cancel.ThrowIfCancellationRequested();
            var standing = post.Of(webhook.Name);
            WebhookDelivery[] queue = [.. waiting[webhook.Name]];
            await call.Output.RowAsync(
                webhook.Name, webhook.Place, Cell.List(webhook.Types.Split(',')),
                standing.Fault is not null ? "failing" : standing.Taken is null ? "untried" : "ok",
                queue.Length, queue.Length == 0 ? null : Time(queue.Min(delivery => delivery.Made)),
                standing.Taken is { } taken ? Time(taken) : null, standing.GivenUp, standing.Fault);
        }
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
