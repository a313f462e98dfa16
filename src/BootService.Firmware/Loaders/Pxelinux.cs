using BootService.Firmware.Tftp;
using BootService.Firmware.Wire;
using BootService.Protocols.Road;

namespace BootService.Firmware.Loaders;

/// <summary>PXELINUX 6: its second half, its configuration, and what that starts (docs/firmware.md).</summary>
internal static class Pxelinux
{
    /// <summary>The steps.</summary>
    /// <param name="boot">The boot.</param>
    /// <param name="folder">Where it was loaded from, with a slash at the end, or empty: relative names start there.</param>
    public static IEnumerable<BootStep> Run(Boot boot, string folder)
    {
        var core = Fetch(boot, folder + "ldlinux.c32");
        yield return core;
        if (core.File is null)
        {
            core.Why = $"{core.Why}; PXELINUX cannot go on without it";
            boot.Fail(core);
            yield break;
        }

        TftpStep? found = null;
        foreach (var name in Names(boot, folder))
        {
            var step = Fetch(boot, name, BootStage.Configuration, optional: true);
            yield return step;
            if (step.Verdict is StepVerdict.Failed)
            {
                boot.Fail(step);
                yield break;
            }

            found = step.File is null ? found : step;
            if (found is not null)
            {
                break;
            }
        }

        foreach (var step in Follow(boot, folder, found))
        {
            yield return step;
        }
    }

    /// <summary>The names it asks its configuration by, in order.</summary>
    public static IEnumerable<string> Names(Boot boot, string folder)
    {
        if (boot.Offer is { PxelinuxConfig: { Length: > 0 } named })
        {
            yield return folder + named;
        }

        var prefix = folder + "pxelinux.cfg/";
        if (boot.Machine.Uuid != Guid.Empty)
        {
            // In raw byte order: what Guid writes is what SMBIOS holds (docs/firmware.md).
            yield return prefix + new Guid(boot.Machine.Uuid.ToByteArray(), bigEndian: true);
        }

        yield return $"{prefix}01-{boot.Machine.Mac.ToString("-")}";
        var address = boot.Address.ToString("X");
        for (var length = address.Length; length > 0; length--)
        {
            yield return prefix + address[..length];
        }

        yield return prefix + "default";
    }

    private static IEnumerable<BootStep> Follow(Boot boot, string folder, TftpStep? configuration)
    {
        if (configuration?.File is not { } file)
        {
            var none = new NoteStep(
                BootStage.Configuration, "pxelinux.cfg", StepVerdict.Failed, "no configuration is there by any name; PXELINUX asks again for ever");
            boot.Fail(none);
            yield return none;
            yield break;
        }

        if (PxelinuxMenu.Default(file.Text, out var why) is not { } entry)
        {
            var empty = new NoteStep(BootStage.Configuration, configuration.What, StepVerdict.Failed, why);
            boot.Fail(empty);
            yield return empty;
            yield break;
        }

        foreach (var step in Start(boot, folder, entry))
        {
            yield return step;
        }
    }

    private static IEnumerable<BootStep> Start(Boot boot, string folder, PxelinuxEntry entry)
    {
        if (entry.LocalBoot is { } kind)
        {
            boot.End = new BootEnd.Disk($"the configuration says localboot {kind}");
            yield break;
        }

        if (entry.Module is { } module)
        {
            var step = Fetch(boot, Spelt(folder, module));
            yield return step;
            boot.End = step.File is null ? new BootEnd.Failed(step, step.Why!) : new BootEnd.Disk($"the configuration says {module} {entry.Append}");
            yield break;
        }

        if (entry.Kernel is null)
        {
            var none = new NoteStep(BootStage.Configuration, "pxelinux.cfg", StepVerdict.Failed, "the entry that starts has no kernel");
            boot.Fail(none);
            yield return none;
            yield break;
        }

        var kernel = Fetch(boot, Spelt(folder, entry.Kernel));
        yield return kernel;
        if (kernel.File is null)
        {
            boot.Fail(kernel);
            yield break;
        }

        FetchedFile? initrd = null;
        var images = entry.Initrd ?? KernelLine.Find(entry.Append, "initrd");
        foreach (var image in images?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var step = Fetch(boot, Spelt(folder, image));
            yield return step;
            if (step.File is null)
            {
                boot.Fail(step);
                yield break;
            }

            initrd = step.File;
        }

        var line = entry.AppendsBootif ? $"{entry.Append} BOOTIF=01-{boot.Machine.Mac.ToString("-")}" : entry.Append;
        foreach (var step in Installer.Run(boot, kernel.File, initrd, line))
        {
            yield return step;
        }
    }

    private static TftpStep Fetch(Boot boot, string name, BootStage stage = BootStage.Tftp, bool optional = false) =>
        new(TftpDialect.Pxelinux, boot.Offer!.BootServer, name, stage) { Optional = optional };

    private static string Spelt(string folder, string name) => name.StartsWith('/') ? name : folder + name;
}
