using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("complete", "Lists the words a command line can go on with; a shell asks it when Tab is pressed.",
    Detail = "\"stack report completion shell=bash\" writes what the shell needs.")]
[Parameter("line", ValueKind.Text, "The line up to the cursor.", Required = true)]
internal sealed class Complete(CommandCatalog catalog) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        if (Completion.Of(catalog, call.Inventory, call.Text("line")) is { Count: > 0 } found)
        {
            call.Output.Message(string.Join('\n', found));
        }

        return Task.CompletedTask;
    }
}
