using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Webhooks;

namespace BootService.Commands.Verbs;

[Command("add webhook", "Tells an address of the web what happens, in signed messages, and shows once what they are signed with.",
    Detail = "Messages are JSON, sent by POST and signed as standardwebhooks.com has it (headers webhook-id, webhook-timestamp, webhook-signature). What is "
        + "not answered by 2xx is sent again for a day. The path of the address is shown nowhere again: it may be a secret of the receiver's.",
    Example = "add webhook chat url=https://chat.example/hooks/boot events=install.failed,dhcp.rogue", TakesFile = true)]
[Argument("name", Help = "What it is called.")]
[Parameter("url", ValueKind.Text, "Where to: an address of https, or of http where nobody listens in.", Required = true)]
[Parameter("events", ValueKind.Text,
    "What it is told, with commas between: install.begun, install.done, install.failed, machine.unknown, dhcp.rogue; all of them unless said otherwise.")]
[Parameter("file", ValueKind.Path,
    "A file with the secret that the receiver knows already (whsec_ and 24 to 64 octets in base64), - for standard input; one is made when left out.")]
internal sealed class AddWebhook : ICommand
{
    private const int LongestUrl = 2000;

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var name = HostRules.Word("webhook", call.Arguments[0]);
        var given = call.Find("file") is { } file ? call.FileText(file).Trim() : null;
        if (given is not null && !Webhook.IsSecret(given))
        {
            throw new RefusedException($"the secret must be {Webhook.Prefix} and 24 to 64 octets in base64; left out, one is made and shown");
        }

        var webhook = new Webhook(name, Address(call.Text("url")), given ?? Webhook.NewSecret(), call.Now) { Types = Types(call.Find("events")) };
        await call.CommitAsync(
            inventory => inventory.Webhooks.ContainsKey(name)
                ? throw new RefusedException($"webhook \"{name}\" exists: remove it first, or choose another name")
                : [new Change.WebhookSet(webhook)],
            cancel);
        call.Output.Message(given is null ? webhook.Secret : $"webhook {name} is told {webhook.Types} at {webhook.Place}");
    }

    private static string Address(string text)
    {
        if (text.Length > LongestUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new RefusedException("url must be an address of http or https, such as https://chat.example/hooks/boot");
        }

        return url.UserInfo.Length == 0
            ? url.AbsoluteUri
            : throw new RefusedException("url holds a user or a password, which nobody asks for: the receiver knows us by the signature");
    }

    private static string Types(string? events)
    {
        string[] wanted = events?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [.. WebhookTypes.All];
        return wanted.FirstOrDefault(word => !WebhookTypes.All.Contains(word)) is { } unknown
            ? throw new RefusedException(
                $"there is no event \"{unknown}\", they are {string.Join(", ", WebhookTypes.All)}{Spelling.DidYouMean(unknown, WebhookTypes.All)}")
            : wanted.Length == 0 ? throw new RefusedException("events names none: it would be told nothing")
            : string.Join(',', WebhookTypes.All.Where(type => wanted.Contains(type)));
    }
}
