using BootService.Commands.Catalog;
using BootService.Commands.Storage;

namespace BootService.Commands.Verbs;

[Command("load storage controller", "Sets tables of RAID controllers from a table of comma-separated values, all of it or nothing.",
    Detail = "The columns are NAME, ENCLOSURE, ADAPTER, SLOT, RAIDLEVEL, ARRAYID and OPTIONS. NAME is a host, an appliance, global, o:OS or e:ENVIRONMENT; an "
        + "empty one is the row's above. An empty ENCLOSURE, ADAPTER or OPTIONS is that of another row of the array; - is none. Of the tables "
        + "that a host could have, that of the narrowest scope counts, whole.",
    Example = "load storage controller file=controllers.csv")]
[Parameter("file", ValueKind.Path, "The file, as the caller can read it; - is standard input.", Required = true)]
internal sealed class LoadStorageController : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => ScopedTables.LoadAsync(call, StorageFile.ReadControllers, cancel);
}
