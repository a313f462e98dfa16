using BootService.Commands.Catalog;
using BootService.Commands.Files;
using BootService.Commands.Hosts;
using BootService.Commands.Imports;
using BootService.Commands.Networks;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command("load", "Takes back what \"stack dump\" wrote, all of it or nothing.", TakesFile = true,
    Detail = "Things of the same name are replaced, others stay; a secret without its value stays as it is. Of a pallet it is only said where it is enabled: "
        + "one that is not there is named, and the rest is loaded.",
    Example = "load file=appliance.json")]
[Argument("file", ValueKind.Path, Optional = true, Help = "The file; may be given as a parameter instead.")]
[Parameter("file", ValueKind.Path, "The file, as the caller can read it; - is standard input.")]
[Parameter("document", ValueKind.Path, "The same, as Stacki called it.")]
[Parameter("exec", ValueKind.Flag, "Of a file that Stacki's \"stack dump\" wrote: brings it over, as \"stack import stacki\" does.")]
[Parameter("confirm", ValueKind.Number, "How many hosts get other addresses; must be given when they are more than 10.")]
[Row(ImportReport.Row)]
internal sealed class Load(IBootFileNames files, PalletFolder folder) : ICommand
{
    private readonly CartFiles _carts = new(folder);

    /// <summary>Stacki's <c>load</c> printed commands, and ran them with <c>exec=</c>.</summary>
    private Task BringAsync(CommandCall call, string path, ReadOnlyMemory<byte> text, CancellationToken cancel) => call.Flag("exec")
        ? ImportStacki.BringAsync(call, path, text, files, _carts, cancel)
        : throw new RefusedException(
            $"{path} is what Stacki's \"stack dump\" writes: \"stack import stacki {path}\" brings it over, with dryrun=yes to see first what comes");

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var path = call.Find("file") ?? call.Find("document") ?? (call.Arguments.IsEmpty ? null : call.Arguments[0])
            ?? throw Expectations.Fault(call.Declaration, "\"file\" parameter is required");
        var text = call.FileOctets(path);
        if (StackiDump.IsOne(text.Span))
        {
            await BringAsync(call, path, text, cancel);
            return;
        }

        var dump = DumpJson.Read(path, text.Span);
        await call.CommitAsync(
            inventory =>
            {
                var changes = dump.Changes(inventory, files, call.Now).ToArray();
                var after = inventory.With(changes);
                foreach (var network in after.Networks.Values)
                {
                    NetworkRules.Check(after, network);
                }

                var known = changes.OfType<Change.HostSet>().Select(set => set.Host);
                HostGuard.Check(inventory, HostGuard.Readdressed(inventory, known), Deed.Readdress, call.Confirmed);

                return changes;
            },
            cancel);
        foreach (var cart in dump.Carts)
        {
            _carts.Make(cart.Name);
        }

        foreach (var pallet in dump.Pallets.Where(pallet => pallet.ToChange(call.Inventory) is null))
        {
            call.Remark(pallet.Absent());
        }
    }
}
