using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove webhook", "Tells webhooks nothing any more; what they have not taken is dropped.", Example = "remove webhook chat")]
[Argument("name", Repeats = true)]
internal sealed class RemoveWebhook : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.Arguments.Select(name => inventory.Webhooks.ContainsKey(name)
            ? new Change.WebhookRemoved(name)
            : throw new RefusedException($"unknown webhook \"{name}\"{Spelling.DidYouMean(name, inventory.Webhooks.Keys)}")),
        cancel);
}
