using BootService.Commands.Catalog;
using BootService.Commands.Hosts;

namespace BootService.Commands.Verbs;

[Command(
    "add environment", "Says whether hosts can be of an environment; it comes with its first host or attribute, and nothing is kept before.",
    Example = "add environment test")]
[Argument("environment", Repeats = true, Help = "Its name.")]
internal sealed class AddEnvironment : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        foreach (var word in call.Arguments)
        {
            HostRules.Environment(call.Inventory, word);
            call.Output.Message(
                $"environment {word} comes with its first host (\"stack set host environment HOST environment={word}\") or attribute; nothing had to be added");
        }

        return Task.CompletedTask;
    }
}
