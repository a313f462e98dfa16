using BootService.Commands.Catalog;
using BootService.Commands.Storage;

namespace BootService.Commands.Verbs;

[Command("load storage partition", "Sets storage tables from a table of comma-separated values, all of it or nothing.",
    Detail = "The columns are NAME, DEVICE, MOUNTPOINT, SIZE (MB; 0 for the rest), TYPE, OPTIONS and PARTID. NAME is a host, an appliance, global, o:OS "
        + "or e:ENVIRONMENT; an empty one is the row's above. Of the tables that a host could have, that of the narrowest scope counts, whole.",
    Example = "load storage partition file=partitions.csv")]
[Parameter("file", ValueKind.Path, "The file, as the caller can read it; - is standard input.", Required = true)]
internal sealed class LoadStoragePartition : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => ScopedTables.LoadAsync(call, StorageFile.Read, cancel);
}
