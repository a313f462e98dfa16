using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove token", "Removes tokens; they open nothing from now on.", Example = "remove token wallboard")]
[Argument("name", Repeats = true)]
internal sealed class RemoveToken : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.Arguments.Select(name => inventory.Tokens.ContainsKey(name)
            ? new Change.TokenRemoved(name)
            : throw new RefusedException($"unknown token \"{name}\"{Spelling.DidYouMean(name, inventory.Tokens.Keys)}")),
        cancel);
}
