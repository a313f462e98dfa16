using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("report manual", "Writes the manual page of stack, for man.", Example = "report manual")]
internal sealed class ReportManual(CommandCatalog catalog) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Output.Message(ManualPage.Write(catalog.Declarations));
        return Task.CompletedTask;
    }
}
