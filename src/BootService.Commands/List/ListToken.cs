using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("list token", "Lists the tokens of the dashboard and the API.", Example = "list token")]
[Row("token, role:read|admin|relay, hosts?, made:time, ends:time?, good:flag")]
internal sealed class ListToken : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.FlatTable();
        foreach (var token in call.Inventory.Tokens.Values)
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(
                token.Name,
                token.Role.ToString().ToLowerInvariant(),
                token.Scope.IsAll ? null : token.Scope.Text,
                token.Made.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                token.Ends?.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                Output.Cell.Of(token.IsGood(call.Now)));
        }
    }
}
