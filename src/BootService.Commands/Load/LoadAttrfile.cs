using BootService.Commands.Catalog;
using BootService.Commands.Files;

namespace BootService.Commands.Verbs;

[Command("load attrfile", "Sets attributes from a table of comma-separated values, all of it or nothing.", TakesFile = true,
    Detail = "The first column is target: a host, an appliance, global, o:OS or e:ENVIRONMENT; the other columns are attributes. The row default fills the "
        + "empty cells of the rows after it; an empty cell sets nothing.",
    Example = "load attrfile file=attributes.csv")]
[Parameter("file", ValueKind.Path, "The file, as the caller can read it; - is standard input.", Required = true)]
internal sealed class LoadAttrfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => LoadedTable.CommitAsync(
        call, (text, inventory, faults) => AttributeFile.Read(text, inventory, call.Now, faults), cancel);
}
