using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Access;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("add token", "Makes a token for the dashboard and the API over TLS, and shows it this once.",
    Detail = "The daemon keeps a digest of it, from which it cannot be told again. Role read may look at everything but secrets; role admin may do everything.",
    Example = "add token wallboard role=read")]
[Argument("name", Help = "What it is called; the log of changes names it.")]
[Parameter("role", ValueKind.Choice, "What it allows; read unless said otherwise.", Choices = "read|admin")]
[Parameter("days", ValueKind.Number, "After how many days it opens nothing; never unless said otherwise.")]
internal sealed class AddToken : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var name = HostRules.Word("token", call.Arguments[0]);
        var key = ApiToken.NewKey();
        var token = new ApiToken(
            name, ApiToken.DigestOf(key), call.Find("role") == "admin" ? TokenRole.Admin : TokenRole.Read, call.Now,
            call.Number("days") is { } days ? call.Now.AddDays(days) : null);
        await call.CommitAsync(
            inventory => inventory.Tokens.ContainsKey(name)
                ? throw new RefusedException($"token \"{name}\" exists: remove it first, or choose another name")
                : [new Change.TokenSet(token)],
            cancel);
        call.Output.Message(key);
    }
}
