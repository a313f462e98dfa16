using System.Text;
using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("report openapi", "Writes the description of the HTTP interface of all commands.", Example = "report openapi")]
internal sealed class ReportOpenapi(CommandCatalog catalog) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Output.Message(Encoding.UTF8.GetString(OpenApiDocument.Write(catalog, Version.Number)));
        return Task.CompletedTask;
    }
}
