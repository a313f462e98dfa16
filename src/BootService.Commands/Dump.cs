using BootService.Commands.Catalog;
using BootService.Commands.Files;

namespace BootService.Commands.Verbs;

[Command("dump", "Writes everything that was ever said to the appliance as text, which \"stack load\" takes back.",
    Detail = "Not in it: which hosts are armed and what they are doing (actions, attempts, events), tokens, the log of changes, and the files of pallets and "
        + "carts. "
        + "Secrets are there without their values unless secrets=yes. \"stack backup\" copies all that is stored.",
    Example = "dump")]
[Parameter("secrets", ValueKind.Flag, "Whether the values of secret attributes are written too.")]
internal sealed class Dump : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Output.Message(DumpJson.Write(ApplianceDump.Of(call.Inventory, call.Flag("secrets"))));
        return Task.CompletedTask;
    }
}
