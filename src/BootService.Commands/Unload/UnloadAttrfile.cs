using BootService.Commands.Catalog;
using BootService.Commands.Files;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("unload attrfile", "Removes the attributes that an attrfile sets, from where it sets them, all of it or nothing.", TakesFile = true,
    Detail = "What is not set any more is no fault; the values do not matter.",
    Example = "unload attrfile file=attributes.csv")]
[Parameter("file", ValueKind.Path, "The file, as the caller can read it; - is standard input.", Required = true)]
internal sealed class UnloadAttrfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => LoadedTable.CommitAsync(
        call,
        (text, inventory, faults) =>
        [
            .. AttributeFile.Read(text, inventory, call.Now, faults, whole: true).OfType<Change.AttributeWritten>()
                .Select(written => (written.Owner, written.Name)).Distinct()
                .Where(place => inventory.AttributesOn(place.Owner).Find(place.Name) is not null)
                .Select(place => new Change.AttributeRemoved(place.Owner, place.Name)),
        ],
        cancel);
}
