using BootService.Commands.Boot;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("set bootaction", "Changes a way for hosts to boot; what is not named stays.",
    Aliases = "set bootaction kernel|set bootaction efikernel|set bootaction ramdisk|set bootaction args",
    Detail = "A built-in one can be changed too, and \"stack remove bootaction\" brings it back as it was. Hosts boot that way from their next boot on.",
    Example = "set bootaction memtest args=console=ttyS0,115200")]
[Argument("action", ValueKind.BootAction, Optional = true, Repeats = true, Help = "Its name; may be given as a parameter instead.")]
[Parameter("action", ValueKind.BootAction, "Its name.")]
[Parameter("type", ValueKind.Choice, "Whether it installs.", Choices = "install|os")]
[Parameter(
    "kernel", ValueKind.Text,
    "The kernel's file, or empty for the one of the OS pallet; or \"localboot 0\", \"localboot -1\" or \"com32 chain.c32\" for the disk.")]
[Parameter("efikernel", ValueKind.Text, "The kernel's file for UEFI machines, or empty where it is no other.")]
[Parameter("ramdisk", ValueKind.Text, "The RAM disk's file, or empty.")]
[Parameter("args", ValueKind.Text, "Words for the kernel.")]
[Parameter("os", ValueKind.Text, "Which of them: the one for this os.")]
[Parameter("release", ValueKind.Number, "Which of them: the one for this release.")]
internal sealed class SetBootaction(IBootFileNames files) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) =>
        call.CommitAsync(inventory => [new Change.BootEntrySet(Changed(call, inventory))], cancel);

    private BootEntry Changed(CommandCall call, Inventory inventory)
    {
        var key = BootEntryRules.Key(call);
        return inventory.BootEntries.TryGetValue(key, out var entry)
            ? BootEntryRules.With(call, inventory, entry, files)
            : throw new RefusedException(
                $"action {key} does not exist"
                    + (Spelling.DidYouMean(key.Name, BootEntryRules.Names(inventory).Where(other => other != key.Name)) is { Length: > 0 } meant
                        ? meant
                        : "; \"stack add bootaction\" makes it"));
    }
}
