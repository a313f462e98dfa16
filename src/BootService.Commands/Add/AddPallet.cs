using System.Collections.Immutable;
using BootService.Commands.Catalog;
using BootService.Commands.Pallets;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Media.Mirrors;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command("add pallet", "Copies installation media into the pallets.",
    Detail = "Images and directories of CentOS, RHEL, Rocky Linux, AlmaLinux and their relatives 6 to 10, of Fedora and openEuler, of Debian 12 and 13, and of "
        + "Stacki pallets. "
        + "Debian's installer is also taken as netboot.tar.gz or as its package; its DVD brings packages alone. "
        + "Media of one release, such as its several discs or DVD and Minimal, come together in one pallet. "
        + "An address that does not end in .iso is that of an OS tree, as mirrors of distributions keep them unpacked. "
        + "What was fetched from the web stays when the command fails: repeated, it goes on from there. "
        + "With copy=no an image stays where it is and must stay there: it takes no room, and a node that asks for it when it is gone is told so. "
        + "A pallet that is there already stays enabled where it was; it is not replaced while a host is set to install from it. "
        + "Hosts use it once it is enabled.",
    Example = "add pallet CentOS*.iso")]
[Argument(
    "path", ValueKind.Path, Repeats = true,
    Help = "Images, directories laid out like them, or addresses of images and of OS trees on the web; relative ones start from where the caller is.")]
[Parameter("copy", ValueKind.Flag, "Whether the content is copied, as it is unless said otherwise; with no, nodes are served from the image where it lies.")]
[Parameter("clean", ValueKind.Flag, "Whether discs take the place of what is there of their pallet, instead of adding to it.")]
internal sealed class AddPallet(IPalletImport import, PalletFolder folder) : ICommand
{
    private readonly PalletPaths _paths = new(folder);

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        // A word that names nothing is said before hours of fetching.
        _paths.Find(call, call.Arguments.Where(word => !MediaFetch.IsAddress(word)));
        var clean = call.Flag("clean");
        var inPlace = !call.Flag("copy", otherwise: true);
        if (inPlace && call.Arguments.FirstOrDefault(MediaFetch.IsAddress) is { } address)
        {
            throw new RefusedException($"{address} is fetched to be copied; to serve an image from where it lies, fetch it to there first");
        }

        var fetched = await new MediaFetch(folder, call.Time).FetchAsync(call.Arguments.Where(MediaFetch.IsAddress), call.Output, cancel);
        var added = await ImportAsync(call, fetched, inPlace, cancel);
        await call.CommitAsync(
            inventory => added.Select(pallet => new Change.PalletSet(AddedPallet.Of(pallet, inventory, clean))),
            CancellationToken.None);
        import.Settle(added.Select(pallet => pallet.Key));
        foreach (var pallet in added)
        {
            call.Output.Message($"added pallet {pallet.Key}{(inPlace ? ", which is served from its image: leave that where it is" : string.Empty)}");
        }
    }

    private async Task<ImmutableArray<Pallet>> ImportAsync(CommandCall call, Dictionary<string, string> fetched, bool inPlace, CancellationToken cancel)
    {
        try
        {
            var paths = call.Arguments.SelectMany(word => fetched.TryGetValue(word, out var path) ? [path] : _paths.Find(call, [word]));
            return await import.ImportAsync(
                new IncomingMedia([.. paths.Distinct(StringComparer.Ordinal)])
                {
                    Clean = call.Flag("clean"),
                    InPlace = inPlace,
                    CheckReplaced = key => PalletUse.CheckReplaced(call.Inventory, key),
                },
                call.Output.ProgressAsync,
                cancel);
        }
        catch (RefusedException fault)
        {
            throw new RefusedException(
                fetched.Aggregate(fault.Message, (sentence, image) => sentence.Replace(image.Value, image.Key, StringComparison.Ordinal)));
        }
        finally
        {
            // A damaged image would be damaged the next time too.
            foreach (var path in fetched.Values)
            {
                MediaFetch.Delete(path);
            }
        }
    }
}
