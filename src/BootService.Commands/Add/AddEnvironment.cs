using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command(
    "add environment", "Adds environments: hosts of one share its attributes, which win over those of their appliance.",
    Detail = "One that is not added comes with its first host or attribute, and goes with the last.",
    Example = "add environment test")]
[Argument("environment", Repeats = true, Help = "Its name.")]
internal sealed class AddEnvironment : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory => call.Arguments.Distinct(StringComparer.Ordinal).Select(word => new Change.EnvironmentAdded(New(inventory, word))), cancel);

    private static string New(Inventory inventory, string word) => inventory.AddedEnvironments.Contains(word)
        ? throw new RefusedException($"environment \"{word}\" exists")
        : HostRules.NewEnvironment(inventory, word);
}
