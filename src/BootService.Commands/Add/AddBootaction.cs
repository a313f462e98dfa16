using BootService.Commands.Boot;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("add bootaction", "Adds a way for hosts to boot: a kernel with its arguments, or a way to the disk.",
    Detail = "Kernel and RAM disk are files of the boot root, such as those in bootfiles/ of the export directory; without kernel= they are those of the "
        + "host's OS pallet. "
        + "The same name may be there several times, for an os and for a release of the pallet; the most special one is taken. "
        + "Only type=install gets a kickstart, and only while an install is armed.",
    Example = "add bootaction action=memtest-old kernel=memtest")]
[Argument("action", ValueKind.BootAction, Optional = true, Repeats = true, Help = "Its name; may be given as a parameter instead.")]
[Parameter("action", ValueKind.BootAction, "Its name.")]
[Parameter("type", ValueKind.Choice, "Whether it installs; os unless said otherwise or there is one of this name.", Choices = "install|os")]
[Parameter("kernel", ValueKind.Text, "The kernel's file; or \"localboot 0\", \"localboot -1\" or \"com32 chain.c32\" for the disk.")]
[Parameter("efikernel", ValueKind.Text, "The kernel's file for UEFI machines, where it is another.")]
[Parameter("ramdisk", ValueKind.Text, "The RAM disk's file, or several with commas between them in the order in which they are unpacked.")]
[Parameter("args", ValueKind.Text, "Words for the kernel.")]
[Parameter("os", ValueKind.Text, "The operating system family of the hosts it is for; all unless given.")]
[Parameter("release", ValueKind.Number, "The major release of the pallet it is for, such as 6; all unless given.")]
internal sealed class AddBootaction(IBootFileNames files) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(inventory => [new Change.BootEntrySet(New(call, inventory))], cancel);

    private BootEntry New(CommandCall call, Inventory inventory)
    {
        var key = BootEntryRules.Key(call);
        if (inventory.BootEntries.ContainsKey(key))
        {
            throw new RefusedException($"action {key} exists; \"stack set bootaction\" changes it");
        }

        var start = inventory.BootEntries.Values.Any(other => other.Key.Name == key.Name && other.Start is BootStart.Install)
            ? BootStart.Install
            : BootStart.Kernel;
        return BootEntryRules.With(call, inventory, new BootEntry(key, start), files);
    }
}
