using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Commands.Pallets;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Media.Pallets;

namespace BootService.Commands.Verbs;

[Command("remove pallet", "Removes pallets and their files.", HeedsDryrun = true, Example = "remove pallet CentOS version=6.6")]
[Argument("pallet", ValueKind.Pallet, Repeats = true)]
[Parameter("version", ValueKind.Text, "Only this version; all unless said otherwise.")]
[Parameter("arch", ValueKind.Text, "Only this architecture; all unless said otherwise.")]
[Parameter("release", ValueKind.Text, "Only this release; all unless said otherwise.")]
[Parameter("os", ValueKind.Text, "Only those for this os; all unless said otherwise.")]
[Parameter("confirm", ValueKind.Number, "How many hosts install from them; must be given when they are more than 10.")]
internal sealed class RemovePallet(IPalletImport import) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var leaving = PalletNames.Find(call, call.Appliance.Current).Select(pallet => pallet.Key).ToArray();
        if (call.IsTrial)
        {
            await LeaveAsync(call, cancel);
            return;
        }

        import.Announce(leaving);
        foreach (var key in await CommitAsync(call, leaving, cancel))
        {
            import.Delete(key);
        }

        import.Settle(leaving);
    }

    private async Task<PalletKey[]> CommitAsync(CommandCall call, PalletKey[] leaving, CancellationToken cancel)
    {
        try
        {
            return await LeaveAsync(call, cancel);
        }
        catch (RefusedException)
        {
            // After anything else nobody knows whether they left: the next start does.
            import.Settle(leaving);
            throw;
        }
    }

    private static Task<PalletKey[]> LeaveAsync(CommandCall call, CancellationToken cancel) => call.Appliance.CommitAsync(
        inventory =>
        {
            var pallets = PalletNames.Find(call, inventory);
            var keys = pallets.Select(pallet => pallet.Key).ToArray();
            PalletUse.CheckLeaving(inventory, pallets);
            HostGuard.CheckCount(BoxRules.Users(inventory, pallets.SelectMany(pallet => pallet.Boxes)), Deed.TakeSoftware, call.Confirmed);
            return new Proposal<PalletKey[]>(keys, [.. keys.Select(key => new Change.PalletRemoved(key))]);
        },
        cancel);
}
