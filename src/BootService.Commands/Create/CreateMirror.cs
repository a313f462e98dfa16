using BootService.Commands.Catalog;
using BootService.Commands.Pallets;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Media.Discs;
using BootService.Media.Mirrors;
using BootService.Media.Mirrors.Apt;
using BootService.Media.Pallets;
using BootService.Media.Signing;

namespace BootService.Commands.Verbs;

[Command("create mirror", "Fetches the packages of a repository and makes a pallet's disc of them.",
    Detail = "A repository is named by its address, or by its id in /etc/yum.repos.d. Packages gather in ./ID or ./NAME, and the disc is "
        + "./ID/NAME-VERSION-0.ARCH.disk1.iso, or ./NAME-VERSION-0.ARCH.disk1.iso for an address; "
        + "a suite of an apt repository becomes the folder ./SUITE or ./NAME, with the signature of its maker, or the frontend's own where newest=true leaves "
            + "packages out; "
        + "where the daemon may not write there it takes ExportDirectory/mirrors, which \"add pallet\" looks in too. What was fetched before is not fetched "
            + "again, so a command that failed is simply repeated. "
        + "Of the servers of a mirrorlist or metalink the first that answers is taken; one whose index does not add up to what the metalink says is passed "
            + "over.",
    Example = "create mirror repoid=mesosphere newest=true")]
[Argument("url", Optional = true, Help = "The address of the repository, or of its folder of packages.")]
[Parameter(
    "suite", ValueKind.Text,
    "The suite of an apt repository, such as trixie: the folder below dists. The URL is then that of the folder that dists lies in. An address "
        + "below dists/SUITE says it by itself. A flat repository, deb URL ./ in apt's words, has its suite with a slash at the end: ./ or a folder such as "
        + "amd64/; its packages become those of a suite that the frontend signs.")]
[Parameter("components", ValueKind.Text, "The suite's components with commas between them, such as main,contrib; all of them unless said otherwise.")]
[Parameter("repoid", ValueKind.Text, "The id of a repository, as its .repo file has it in brackets.")]
[Parameter("repoconfig", ValueKind.Path, "The .repo file, or a directory of them; /etc/yum.repos.d unless said otherwise.")]
[Parameter("newest", ValueKind.Flag, "Whether only the newest version of each package is taken; no unless said otherwise.")]
[Parameter("urlonly", ValueKind.Flag, "Whether the addresses of the packages are only listed.")]
[Parameter("name", ValueKind.Text, "The pallet's name; the repository's id, or updates for an address.")]
[Parameter("version", ValueKind.Text, "The pallet's version; 1.0 unless said otherwise.")]
[Parameter("arch", ValueKind.Text, "The pallet's architecture; x86_64 unless said otherwise.")]
[Parameter("release", ValueKind.Text, "What $releasever stands for in the .repo file.")]
[Parameter(
    "key", ValueKind.Path,
    "The file of the public key that every package must be signed with; those of gpgkey= where the .repo file says gpgcheck=1. Without either signatures are "
        + "not looked at.")]
[Parameter("enable", ValueKind.Flag, "Whether the disc is added and enabled at once.")]
[Parameter("box", ValueKind.Box, "The box it is enabled for; default unless said otherwise.")]
[Parameter("url", ValueKind.Text, "The address, as it was given since Stacki 2.0.")]
internal sealed class CreateMirror(PalletFolder folder, ArchiveKeyFile keyFile, IPalletImport import) : ICommand
{
    private const string UsualName = "updates";
    private const string RepositoryIdBesideSuite = "a \"suite\" is of an apt repository and a \"repoid\" of a .repo file: mirror one after the other";

    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var here = call.PathOf(".");
        if (SuiteOrder(call) is { } archive)
        {
            var fetching = new AptMirrorMaking(folder, keyFile, call.Time);
            return MirrorAsync(
                call,
                () => fetching.AddressesAsync(archive, call.Output, cancel),
                async () =>
                {
                    var made = await fetching.MakeAsync(archive, here, call.Output, cancel, Admission(call));
                    return new Made(made.Folder, made.Root == here ? archive.Folder : made.Folder, made.Packages);
                },
                cancel);
        }

        var (order, making) = (Order(call), new MirrorMaking(folder, call.Time));
        return MirrorAsync(
            call,
            () => making.AddressesAsync(order, call.Output, cancel),
            async () =>
            {
                var made = await making.MakeAsync(order, here, call.Output, cancel, Admission(call));
                return new Made(made.Image, made.Root == here ? order.Image : made.Image, made.Packages);
            },
            cancel);
    }

    private async Task MirrorAsync(CommandCall call, Func<Task<IReadOnlyList<Uri>>> addresses, Func<Task<Made>> make, CancellationToken cancel)
    {
        var box = call.Flag("enable") ? BoxRules.Of(call, call.Inventory) : null;
        if (call.Flag("urlonly"))
        {
            foreach (var address in await addresses())
            {
                call.Output.Message(address.ToString());
            }

            return;
        }

        var made = await make();
        call.Output.Message($"made {made.Shown} with {made.Packages} packages{(box is null ? $"; next: stack add pallet {made.Shown}" : string.Empty)}");
        if (box is not null)
        {
            await EnableAsync(call, made.Place, box, cancel);
        }
    }

    /// <summary>What refuses the pallet later is asked before hours of fetching.</summary>
    private static Action<PalletKey>? Admission(CommandCall call) => !call.Flag("enable") ? null : key =>
    {
        PalletUse.CheckReplaced(call.Inventory, key);
        if (call.Inventory.Pallets.GetValueOrDefault(key) is { Release: not ("" or MirrorOrder.Release) and var release })
        {
            throw new RefusedException($"pallet {key} is here in release \"{release}\", and mirrors are of release \"{MirrorOrder.Release}\": give another "
                + $"name= or version=, or \"stack remove pallet {key.Name} version={key.Version}\" first");
        }
    };

    private async Task EnableAsync(CommandCall call, string image, string box, CancellationToken cancel)
    {
        var added = await import.ImportAsync(
            new IncomingMedia([image]) { CheckReplaced = key => PalletUse.CheckReplaced(call.Inventory, key) }, call.Output.ProgressAsync, cancel);
        await call.CommitAsync(
            inventory => added.Select(pallet => AddedPallet.Of(pallet, inventory, clean: true))
                .Select(pallet => new Change.PalletSet(pallet with { Boxes = pallet.Boxes.With(box) })),
            CancellationToken.None);
        import.Settle(added.Select(pallet => pallet.Key));
        foreach (var pallet in added)
        {
            call.Output.Message($"added pallet {pallet.Key} and enabled it in box {box}");
        }
    }

    /// <summary>Which suite is to be mirrored: the one that is said, or the one whose folder the address leads to; null for a repository of RPM's.</summary>
    private static AptMirrorOrder? SuiteOrder(CommandCall call)
    {
        var (suite, url) = (call.Find("suite"), call.Arguments is [var first, ..] ? first : call.Find("url"));
        if (url is null)
        {
            return suite is null ? null : throw Expectations.Fault(call.Declaration, "a \"suite\" is of an apt repository: must supply its URL too");
        }

        if (suite is not null && AptAddress.FlatOf(suite) is { } flat)
        {
            return FlatOrder(call, url, flat);
        }

        var address = AptAddress.Of(url, suite);
        if (address.Suite is not { } asked)
        {
            return null;
        }

        if (suite is not null && suite.Trim('/') != asked.Trim('/'))
        {
            throw Expectations.Fault(call.Declaration, $"the address is of suite \"{asked}\" and suite= says \"{suite}\": give one of them");
        }

        if (call.Find("repoid") is not null)
        {
            throw Expectations.Fault(call.Declaration, RepositoryIdBesideSuite);
        }

        return Ordered(call, new AptMirrorOrder(address.Root, SuiteWord(asked), ArchOf(call))) with
        {
            Components =
                [.. (call.Find("components") ?? string.Empty).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
                    .Select(one => PalletWord.Checked("components", one)).Distinct()],
        };
    }

    private static AptMirrorOrder FlatOrder(CommandCall call, string url, string flat)
    {
        if (call.Find("repoid") is not null)
        {
            throw Expectations.Fault(call.Declaration, RepositoryIdBesideSuite);
        }

        if (call.Find("components") is not null)
        {
            throw Expectations.Fault(call.Declaration, "a flat repository, whose suite ends in a slash, has no \"components\"");
        }

        var name = call.Find("name") ?? UsualName;
        var order = Ordered(call, new AptMirrorOrder(MirrorOrder.AddressOf(url), PalletWord.Checked("name", name), ArchOf(call)));
        return order with { Flat = flat.Length == 0 ? flat : SuiteWord(flat) };
    }

    private static AptMirrorOrder Ordered(CommandCall call, AptMirrorOrder order) => order with
    {
        Name = call.Find("name") is { } name ? PalletWord.Checked("name", name) : null,
        Version = PalletWord.Checked("version", call.Find("version") ?? "1.0"),
        Newest = call.Flag("newest"),
        Key = call.Find("key") is { } key ? call.PathOf(key) : null,
    };

    private static string ArchOf(CommandCall call) => PalletWord.Checked("arch", call.Find("arch") ?? "x86_64");

    private static string SuiteWord(string suite) => string.Join('/', suite.Trim('/').Split('/').Select(part => PalletWord.Checked("suite", part)));

    private static MirrorOrder Order(CommandCall call)
    {
        var url = call.Arguments is [var first, ..] ? first : call.Find("url");
        var id = call.Find("repoid");
        if (call.Find("components") is not null)
        {
            throw Expectations.Fault(call.Declaration, "\"components\" are those of a \"suite\": must supply it too");
        }

        if (url is null && id is null)
        {
            throw Expectations.Fault(call.Declaration, "must supply a URL argument or a \"repoid\"");
        }

        if (url is not null && id is not null)
        {
            throw Expectations.Fault(call.Declaration, "a URL and a \"repoid\" are two repositories: mirror one after the other");
        }

        var arch = ArchOf(call);
        var config = call.Find("repoconfig") is { } path ? call.PathOf(path) : RepositoryChoice.Folder;
        return new MirrorOrder(
            call.Find("name") is { } name ? PalletWord.Checked("name", name) : PalletWord.Made(id ?? UsualName),
            PalletWord.Checked("version", call.Find("version") ?? "1.0"), arch)
        {
            Address = url is null ? null : MirrorOrder.AddressOf(url),
            MayBeList = url is null ? null : MirrorOrder.ListAt(url),
            Repository = id is null ? null : RepositoryChoice.Find(id, config, arch, call.Find("release")),
            Newest = call.Flag("newest"),
            Key = call.Find("key") is { } key ? call.PathOf(key) : null,
        };
    }

    /// <summary>What was made: where it lies, how whoever asked for it calls that, and how much is in it.</summary>
    private sealed record Made(string Place, string Shown, int Packages);
}
