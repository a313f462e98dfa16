using BootService.Commands.Catalog;
using BootService.Commands.Mirrors;
using BootService.Commands.Pallets;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Repositories;

namespace BootService.Commands.Verbs;

[Command("create mirror", "Fetches the packages of a repository and makes a pallet's disc of them.",
    Detail = "A repository is named by its address, or by its id in /etc/yum.repos.d. Packages gather in ./ID or ./NAME, and the disc is ./ID/NAME-VERSION-0.ARCH.disk1.iso, or ./NAME-VERSION-0.ARCH.disk1.iso for an address; "
        + "where the daemon may not write there it takes ExportDirectory/mirrors, which \"add pallet\" looks in too. What was fetched before is not fetched again, so a command that failed is simply repeated.",
    Example = "create mirror repoid=mesosphere newest=true")]
[Argument("url", Optional = true, Help = "The address of the repository, or of its folder of packages.")]
[Parameter("repoid", ValueKind.Text, "The id of a repository, as its .repo file has it in brackets.")]
[Parameter("repoconfig", ValueKind.Path, "The .repo file, or a directory of them; /etc/yum.repos.d unless said otherwise.")]
[Parameter("newest", ValueKind.Flag, "Whether only the newest version of each package is taken; no unless said otherwise.")]
[Parameter("urlonly", ValueKind.Flag, "Whether the addresses of the packages are only listed.")]
[Parameter("name", ValueKind.Text, "The pallet's name; the repository's id, or updates for an address.")]
[Parameter("version", ValueKind.Text, "The pallet's version; 1.0 unless said otherwise.")]
[Parameter("arch", ValueKind.Text, "The pallet's architecture; x86_64 unless said otherwise.")]
[Parameter("release", ValueKind.Text, "What $releasever stands for in the .repo file.")]
[Parameter("key", ValueKind.Path, "The file of the public key that every package must be signed with; signatures are not looked at without it.")]
[Parameter("enable", ValueKind.Flag, "Whether the disc is added and enabled at once.")]
[Parameter("box", ValueKind.Box, "The box it is enabled for; default unless said otherwise.")]
[Parameter("url", ValueKind.Text, "The address, as it was given since Stacki 2.0.")]
internal sealed class CreateMirror(PalletFolder folder, IPalletImport import) : ICommand
{
    private const int Connections = 8;

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var order = Order(call);
        var box = call.Flag("enable") ? BoxRules.Of(call, call.Inventory) : null;
        using var web = new MirrorWeb(order.Repository, Connections, call.Time);
        var source = new MirrorSource(web);
        var addresses = order.Address is { } address ? [address] : await source.AddressesAsync(order.Repository!, cancel);
        await call.Output.ProgressAsync($"Asking {addresses[0]} for its packages ...", 0, 0);
        var listing = await source.ListAsync(addresses, cancel);
        var packages = order.Choose(listing.Packages);
        if (packages.IsEmpty)
        {
            throw new RefusedException($"{listing.Url} has no packages");
        }

        if (call.Flag("urlonly"))
        {
            foreach (var package in packages)
            {
                call.Output.Message(MirrorDownload.AddressOf(listing.Url, package).ToString());
            }

            return;
        }

        try
        {
            using var place = MirrorPlace.Take(call.PathOf("."), folder, order.Folder);
            var image = await MakeAsync(call, order, place, web, listing, packages, cancel);
            if (box is not null)
            {
                await EnableAsync(call, image, box, cancel);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"the mirror cannot be written: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}; what was fetched stays: run the command again");
        }
    }

    private static async Task<string> MakeAsync(
        CommandCall call, MirrorOrder order, MirrorPlace place, MirrorWeb web, MirrorListing listing, System.Collections.Immutable.ImmutableArray<RpmPackage> packages, CancellationToken cancel)
    {
        CheckRoom(place.Folder, packages.Sum(package => package.Size));
        var gathered = Path.Combine(place.Folder, "RPMS");
        await new MirrorDownload(web, gathered, Connections, call.Time).RunAsync(listing, packages, order.Name, call.Output, cancel);
        if (call.Find("key") is { } key)
        {
            await CheckSignaturesAsync(call, order.Name, call.PathOf(key), [.. packages.Select(package => Path.Combine(gathered, package.FileName))], cancel);
        }

        var image = Path.Combine(place.Root, order.Image);
        await Watched.RunAsync(
            stop => new PalletDisc(order.Name, order.Version, order.Arch).MakeAsync(
                image,
                [.. packages.Select(package => KeyValuePair.Create($"RPMS/{package.FileName}", Path.Combine(gathered, package.FileName)))],
                call.Now,
                (root, each) => new MirrorMetadata(web, listing, packages).TryMakeAsync(root, "RPMS", call.Now, each),
                stop),
            () => call.Output.ProgressAsync($"Making {Path.GetFileName(image)} ...", 0, 0),
            call.Time,
            cancel);
        call.Output.Message($"made {(place.Root == call.PathOf(".") ? order.Image : image)} with {packages.Length} packages{(call.Flag("enable") ? string.Empty : $"; next: stack add pallet {order.Image}")}");
        return image;
    }

    private async Task EnableAsync(CommandCall call, string image, string box, CancellationToken cancel)
    {
        var added = await import.ImportAsync(new IncomingMedia([image]), call.Output.ProgressAsync, cancel);
        await call.CommitAsync(
            inventory => added.Select(pallet => AddedPallet.Of(pallet, inventory, clean: true)).Select(pallet => new Change.PalletSet(pallet with { Boxes = pallet.Boxes.With(box) })),
            CancellationToken.None);
        import.Settle(added.Select(pallet => pallet.Key));
        foreach (var pallet in added)
        {
            call.Output.Message($"added pallet {pallet.Key} and enabled it in box {box}");
        }
    }

    private static async Task CheckSignaturesAsync(CommandCall call, string name, string key, IReadOnlyCollection<string> files, CancellationToken cancel)
    {
        const int MostSaid = 20;
        await call.Output.ProgressAsync($"Checking the signatures of {files.Count} packages ...", 0, 0);
        var bad = await PackageSignatures.BadAsync(key, files, cancel);
        foreach (var file in bad.Take(MostSaid))
        {
            call.Output.Fault($"{file} is not signed with {key}");
        }

        if (bad.Count > 0)
        {
            throw new RefusedException($"{bad.Count} of {files.Count} packages of {name} are not signed with {key}, so no disc was made; give the key they are signed with, or leave key= out if you trust where they come from");
        }
    }

    private static MirrorOrder Order(CommandCall call)
    {
        var url = call.Arguments is [var first, ..] ? first : call.Find("url");
        var id = call.Find("repoid");
        if (url is null && id is null)
        {
            throw Expectations.Fault(call.Declaration, "must supply a URL argument or a \"repoid\"");
        }

        if (url is not null && id is not null)
        {
            throw Expectations.Fault(call.Declaration, "a URL and a \"repoid\" are two repositories: mirror one after the other");
        }

        var arch = Word("arch", call.Find("arch") ?? "x86_64");
        return new MirrorOrder(Word("name", call.Find("name") ?? id ?? "updates"), Word("version", call.Find("version") ?? "1.0"), arch)
        {
            Address = url is null ? null : MirrorSource.Folder(url),
            Repository = id is null ? null : RepositoryChoice.Find(Word("repoid", id), call.Find("repoconfig") is { } config ? call.PathOf(config) : RepositoryChoice.Folder, arch, call.Find("release")),
            Newest = call.Flag("newest"),
        };
    }

    private static string Word(string parameter, string value) => PalletWord.IsOne(value)
        ? value
        : throw new RefusedException($"{parameter} \"{value}\" is not a word of letters, digits, dots, hyphens and underscores, which the names of folders and of the disc are made of");

    /// <summary>Packages are there twice, in the folder and on the disc.</summary>
    private static void CheckRoom(string folder, long bytes)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (bytes > free)
        {
            throw new RefusedException($"{folder} has room for {ByteText.Of(free)} and this needs {ByteText.Of(2 * bytes)}: take a directory on a larger disk");
        }
    }
}
