using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("remove environment", "Removes environments that no host is of, and their attributes.", Example = "remove environment test")]
[Argument("environment", Repeats = true, Help = "Their names, or patterns.")]
internal sealed class RemoveEnvironment : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => NamePatterns.Chosen(call, "environment", inventory.EnvironmentNames())
            .Select(word => new Change.EnvironmentRemoved(Unused(inventory, word))),
        cancel);

    private static string Unused(Inventory inventory, string word) =>
        inventory.HostsInOrder().FirstOrDefault(host => host.Environment == word) is { } user
            ? throw new RefusedException($"host {user.Name} is of environment {word}: \"stack set host environment e:{word} environment=\" empties it")
            : word;
}
