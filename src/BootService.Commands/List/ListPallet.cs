using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Pallets;
using BootService.Commands.Ports;
using BootService.Core.Pallets;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command(
    "list pallet", "Lists pallets and the boxes they are enabled in.",
    Detail = "Pallets that are served from an image have it in a further column. Where frontends share a database, another names those that have the pallet, "
        + "and how much of it the others have fetched so far.",
    Example = "list pallet")]
[Argument("pallet", ValueKind.Pallet, Optional = true, Repeats = true)]
[Parameter("version", ValueKind.Text, "Only this version.")]
[Parameter("arch", ValueKind.Text, "Only this architecture.")]
[Parameter("release", ValueKind.Text, "Only this release.")]
[Parameter("os", ValueKind.Text, "Only those for this os.")]
[Row("name, version, release, arch, os, boxes:list, ~image, ~frontends:list")]
internal sealed class ListPallet(PalletFolder folder, IPalletHolders holders) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var pallets = call.Arguments.IsEmpty
            ? inventory.Pallets.Values.OrderBy(pallet => pallet.Key.Folder, StringComparer.Ordinal)
            : PalletNames.Find(call, inventory).AsEnumerable();
        var listed = pallets.Select(pallet => (Pallet: pallet, Image: ImageOf(pallet), Holders: holders.HoldersOf(pallet.Key))).ToArray();
        var (any, isShared) = (listed.Any(one => one.Image is not null), listed.Any(one => one.Holders is not null));
        call.KeptTable([.. any ? ["image"] : Array.Empty<string>(), .. isShared ? ["frontends"] : Array.Empty<string>()]);
        foreach (var (pallet, image, at) in listed)
        {
            cancel.ThrowIfCancellationRequested();
            var (name, version, os, arch) = pallet.Key;
            await call.Output.RowAsync(
            [
                name, version, pallet.Release, arch, os, Cell.List(pallet.Boxes), .. any ? [image ?? string.Empty] : Array.Empty<Cell>(),
                .. isShared ? [Cell.List(at ?? [])] : Array.Empty<Cell>(),
            ]);
        }
    }

    private string? ImageOf(Pallet pallet)
    {
        var link = new FileInfo(Path.Combine(folder.Path, pallet.Key.Folder, PalletOnDisc.Link));
        return link.LinkTarget is { } image ? File.Exists(image) ? image : $"{image} (gone)" : null;
    }
}
