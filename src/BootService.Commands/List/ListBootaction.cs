using System.Globalization;
using BootService.Commands.Boot;
using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Boot;

namespace BootService.Commands.Verbs;

[Command("list bootaction", "Lists the ways for hosts to boot.",
    Detail = "A row without os or release is for those that have no row of their own. A kernel that is not named is the one of the host's OS pallet. "
        + "Where the kickstart or the packages lie, and which card is meant, is added when a host boots.",
    Example = "list bootaction")]
[Argument("action", ValueKind.BootAction, Optional = true, Repeats = true, Help = "Their names.")]
[Parameter("action", ValueKind.BootAction, "The name of one.")]
[Parameter("type", ValueKind.Choice, "Only those that install, or only the others.", Choices = "install|os")]
[Parameter("os", ValueKind.Text, "Only those for this os; empty for those that are for all.")]
[Row("action, type:install|os, os?, release?, kernel?, efikernel?, ramdisk?, args?, +bootaction")]
internal sealed class ListBootaction : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        string[] names = call.Find("action") is { } one ? [one] : [.. call.Arguments];
        if (names.FirstOrDefault(name => !BootEntries.Exists(inventory, name)) is { } unknown)
        {
            throw new RefusedException($"action \"{unknown}\" does not exist{Spelling.DidYouMean(unknown, BootEntryRules.Names(inventory))}");
        }

        call.KeptTable();
        foreach (var (key, entry) in inventory.BootEntries)
        {
            if ((names.Length == 0 || names.Contains(key.Name)) && (call.Find("type") ?? BootEntryRules.Type(entry)) == BootEntryRules.Type(entry)
                && (call.Find("os") ?? key.Os) == key.Os)
            {
                cancel.ThrowIfCancellationRequested();
                await call.Output.RowAsync(
                    key.Name, BootEntryRules.Type(entry), Or(key.Os), key.Release == 0 ? null : key.Release.ToString(CultureInfo.InvariantCulture),
                    BootEntryRules.KernelText(entry), entry.EfiKernel, entry.Ramdisk, Or(entry.Args), key.Name);
            }
        }
    }

    private static string? Or(string text) => text.Length == 0 ? null : text;
}
