using BootService.Commands.Catalog;
using BootService.Commands.Mirrors;
using BootService.Commands.Pallets;
using BootService.Commands.Ports;
using BootService.Core;

namespace BootService.Commands.Verbs;

[Command("create pallet", "Makes a pallet's disc of a directory of packages and node XML.",
    Detail = "Packages may lie anywhere below it, node XML in nodes and graph. A roll-NAME.xml in it says what the parameters do not. "
        + "The disc is ./NAME-VERSION-RELEASE.ARCH.disk1.iso; where the daemon may not write there it lies in ExportDirectory/mirrors, which \"add pallet\" looks in too.",
    Example = "create pallet mesos version=0.22")]
[Argument("directory", ValueKind.Path)]
[Parameter("name", ValueKind.Text, "The pallet's name; the directory's unless said otherwise.")]
[Parameter("version", ValueKind.Text, "The pallet's version; 1.0 unless said otherwise.")]
[Parameter("release", ValueKind.Text, "The pallet's release; 0 unless said otherwise.")]
[Parameter("arch", ValueKind.Text, "The pallet's architecture; x86_64 unless said otherwise.")]
internal sealed class CreatePallet(PalletFolder folder) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        try
        {
            await MakeAsync(call, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"the pallet cannot be made: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }

    private async Task MakeAsync(CommandCall call, CancellationToken cancel)
    {
        var directory = Path.TrimEndingDirectorySeparator(call.PathOf(call.Arguments[0]));
        var source = PalletSource.Read(directory);
        var name = Word("name", call.Find("name") ?? source.Roll?.Name ?? Path.GetFileName(directory));
        var version = Word("version", call.Find("version") ?? source.Roll?.Version ?? "1.0");
        var release = Word("release", call.Find("release") ?? (source.Roll is { Release.Length: > 0 } roll ? roll.Release : MirrorOrder.Release));
        var arch = Word("arch", call.Find("arch") ?? source.Roll?.Arch ?? "x86_64");
        var image = $"{name}-{version}-{release}.{arch}.disk1.iso";
        var root = Writable(call);
        await Watched.RunAsync(
            stop => new PalletDisc(name, version, arch, release).MakeAsync(Path.Combine(root, image), source.Files, call.Now, (_, _) => Task.FromResult(false), stop),
            () => call.Output.ProgressAsync($"Making {image} ...", 0, 0),
            call.Time,
            cancel);
        call.Output.Message($"made {(root == call.PathOf(".") ? image : Path.Combine(root, image))} with {source.Packages} packages and {source.Files.Count - source.Packages} files of XML; next: stack add pallet {image}");
    }

    private static string Word(string parameter, string value) => PalletWord.IsOne(value)
        ? value
        : throw new RefusedException($"{parameter} \"{value}\" is not a word of letters, digits, dots, hyphens and underscores, which the names of folders and of the disc are made of");

    /// <summary>The caller's directory, or the daemon's own where it may not write the caller's.</summary>
    private string Writable(CommandCall call)
    {
        try
        {
            return Probed(call.PathOf("."));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Directory.CreateDirectory(folder.Mirrors);
            return Probed(folder.Mirrors);
        }
    }

    private static string Probed(string path)
    {
        using var probe = new FileStream(Path.Combine(path, ".disc-" + Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        return path;
    }
}
