using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Access;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("add token", "Makes a token for the dashboard and the API over TLS, and shows it this once.",
    Detail = "The daemon keeps a digest of it, from which it cannot be told again. Role read may look at everything but secrets; role admin may do everything. "
        + "With box=, appliance= or rack= it is so for hosts of these alone: no other host is seen, and nothing that is not theirs is changed. Role relay is "
        + "for the daemon of a relay (docs/cluster.md), and opens nothing to people.",
    Example = "add token wallboard role=read")]
[Argument("name", Help = "What it is called; the log of changes names it.")]
[Parameter("role", ValueKind.Choice, "What it allows; read unless said otherwise.", Choices = "read|admin|relay")]
[Parameter("box", ValueKind.Text, "Only for hosts in this box, or in these with commas between them.")]
[Parameter("appliance", ValueKind.Text, "Only for hosts of this appliance, or of these.")]
[Parameter("rack", ValueKind.Text, "Only for hosts in this rack, or in these; where several of box, appliance and rack are given all must hold.")]
[Parameter("days", ValueKind.Number, "After how many days it opens nothing; never unless said otherwise.")]
internal sealed class AddToken : ICommand
{
    private const int MostDays = 36_500;

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var name = HostRules.Word("token", call.Arguments[0]);
        var key = ApiToken.NewKey();
        var token = new ApiToken(
            name, ApiToken.DigestOf(key), RoleOf(call.Find("role")), call.Now,
            EndOf(call))
        {
            Scope = Scope(call),
        };
        await call.CommitAsync(
            inventory => inventory.Tokens.ContainsKey(name)
                ? throw new RefusedException($"token \"{name}\" exists: remove it first, or choose another name")
                : [new Change.TokenSet(token)],
            cancel);
        call.Output.Message(key);
    }

    private static DateTimeOffset? EndOf(CommandCall call) => call.Number("days") switch
    {
        null => null,
        > MostDays => throw new RefusedException($"a token is good for at most {MostDays} days; without days= it never ends"),
        { } days => call.Now.AddDays(days),
    };

    private static TokenRole RoleOf(string? word) => word switch
    {
        "admin" => TokenRole.Admin,
        "relay" => TokenRole.Relay,
        _ => TokenRole.Read,
    };

    private static HostScope Scope(CommandCall call)
    {
        var inventory = call.Inventory;
        foreach (var (kind, known) in new (string, IEnumerable<string>)[] { ("box", inventory.BoxNames()), ("appliance", inventory.Appliances.Keys) })
        {
            string[] names = [.. known];
            if (Words(call, kind).FirstOrDefault(word => !names.Contains(word)) is { } unknown)
            {
                throw new RefusedException($"there is no {kind} \"{unknown}\"{Spelling.DidYouMean(unknown, names)}");
            }
        }

        foreach (var word in Words(call, "rack"))
        {
            HostRules.Word("rack", word);
        }

        return HostScope.Of(call.Find("box"), call.Find("appliance"), call.Find("rack"));
    }

    private static string[] Words(CommandCall call, string parameter) =>
        call.Find(parameter)?.Split([',', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
