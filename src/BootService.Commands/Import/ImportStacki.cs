using BootService.Commands.Catalog;
using BootService.Commands.Imports;
using BootService.Commands.Ports;
using BootService.Core.Inventories;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command(
    "import stacki", "Brings over what Stacki 5's \"stack dump\" wrote, all of it or nothing, and says what has no place here.", TakesFile = true,
    TellsTrial = true,
    Detail = "Networks, appliances, boxes, carts, boot actions, groups, hosts with interfaces and aliases, attributes, storage tables and routes come; of a "
        + "pallet that is here where it is enabled. "
        + "Things of the same name are replaced, others stay, and the frontend of the dump is left out. Secrets come where the dump has their values.",
    Example = "import stacki site.json dryrun=yes")]
[Argument("file", ValueKind.Path, Help = "The file, as the caller can read it; - is standard input.")]
[Parameter("dryrun", ValueKind.Flag, "Says what would come, and changes nothing.")]
[Parameter("partial", ValueKind.Flag, "Leaves out what cannot be, each with the reason, instead of refusing the file.")]
[Parameter("confirm", ValueKind.Number, "How many hosts get other addresses; must be given when they are more than 10.")]
[Row(ImportReport.Row)]
internal sealed class ImportStacki(IBootFileNames files, PalletFolder folder) : ICommand
{
    private readonly CartFiles _carts = new(folder);

    public Task RunAsync(CommandCall call, CancellationToken cancel) =>
        BringAsync(call, call.Arguments[0], call.FileOctets(call.Arguments[0]), files, _carts, cancel);

    /// <summary>Brings a dump over, and makes the folders of its carts.</summary>
    public static async Task BringAsync(
        CommandCall call, string path, ReadOnlyMemory<byte> text, IBootFileNames files, CartFiles carts, CancellationToken cancel)
    {
        var dump = StackiDump.Of(path, text);
        var made = await ImportRun.RunAsync(call, path, draft => StackiDump.Read(dump, draft, files), cancel);
        foreach (var cart in made.OfType<Change.CartSet>())
        {
            carts.Make(cart.Cart.Name);
        }
    }
}
