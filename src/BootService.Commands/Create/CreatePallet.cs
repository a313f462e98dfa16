using BootService.Commands.Catalog;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command("create pallet", "Makes a pallet's disc of a directory of packages and node XML.",
    Detail = "Packages may lie anywhere below it, node XML in nodes and graph. A roll-NAME.xml in it says what the parameters do not. "
        + "The disc is ./NAME-VERSION-RELEASE.ARCH.disk1.iso; where the daemon may not write there it lies in ExportDirectory/mirrors, which \"add pallet\" "
            + "looks in too.",
    Example = "create pallet mesos version=0.22")]
[Argument("directory", ValueKind.Path, Help = "The directory, or the roll-NAME.xml in it that describes the pallet.")]
[Parameter("name", ValueKind.Text, "The pallet's name; the directory's unless said otherwise.")]
[Parameter("version", ValueKind.Text, "The pallet's version; 1.0 unless said otherwise.")]
[Parameter("release", ValueKind.Text, "The pallet's release; 0 unless said otherwise.")]
[Parameter("arch", ValueKind.Text, "The pallet's architecture; x86_64 unless said otherwise.")]
[Parameter("os", ValueKind.Text, "The operating system it is for; that of the disc that the directory is laid out like, or redhat, unless said otherwise.")]
internal sealed class CreatePallet(PalletFolder folder) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var order = new PalletOrder(call.PathOf(call.Arguments[0]))
        {
            Name = call.Find("name"),
            Version = call.Find("version"),
            Release = call.Find("release"),
            Arch = call.Find("arch"),
            Os = call.Find("os"),
        };
        var here = call.PathOf(".");
        var made = await new PalletMaking(folder, call.Time).MakeAsync(order, here, call.Output, cancel);
        var at = made.Root == here ? made.Image : Path.Combine(made.Root, made.Image);
        call.Output.Message(
            $"made {at} for {made.Os} with {made.Packages} packages and {made.Xml} files of XML; next: stack add pallet {made.Image}");
    }
}
