using BootService.Firmware.Tftp;
using BootService.Firmware.Wire;
using BootService.Protocols.Road;

namespace BootService.Firmware.Loaders;

/// <summary>The distribution's signed GRUB over TFTP: module lists it can do without, then its configuration (docs/firmware.md).</summary>
internal static class Grub
{
    private static readonly string[] Lists = ["command.lst", "fs.lst", "crypto.lst", "terminal.lst"];

    public static IEnumerable<BootStep> Run(Boot boot)
    {
        var server = boot.Offer!.BootServer;
        foreach (var list in Lists)
        {
            yield return new TftpStep(TftpDialect.Grub, server, "/grub/x86_64-efi/" + list) { Optional = true };
        }

        var configuration = new TftpStep(TftpDialect.Grub, server, "/grub/grub.cfg", BootStage.Configuration);
        yield return configuration;
        if (configuration.File is not { } file)
        {
            boot.Fail(configuration);
            yield break;
        }

        var entry = GrubMenu.Default(file.Text);
        if (entry.Kernel is null)
        {
            boot.End = entry.Exits
                ? new BootEnd.Disk("the configuration says exit; many UEFI stop in their setup menu then")
                : new BootEnd.Failed(configuration, "the configuration starts nothing; GRUB stays at its menu");
            yield break;
        }

        FetchedFile? kernel = null;
        FetchedFile? initrd = null;
        foreach (var name in entry.Initrds.Prepend(entry.Kernel))
        {
            var step = new TftpStep(TftpDialect.Grub, server, name);
            yield return step;
            if (step.File is null)
            {
                boot.Fail(step);
                yield break;
            }

            (kernel, initrd) = kernel is null ? (step.File, initrd) : (kernel, step.File);
        }

        foreach (var step in Installer.Run(boot, kernel!, initrd, entry.Arguments))
        {
            yield return step;
        }
    }
}
