using BootService.Firmware.Http;
using BootService.Firmware.Tftp;
using BootService.Protocols.Road;

namespace BootService.Firmware.Loaders;

/// <summary>shim 16: three files it can do without, then the signed GRUB beside itself (docs/firmware.md).</summary>
internal static class Shim
{
    private static readonly string[] Probes = ["revocations_sku.efi", "revocations_sbat.efi", "shim_certificate_0.efi"];

    /// <summary>The steps.</summary>
    /// <param name="boot">The boot.</param>
    /// <param name="from">The name or URL it was loaded by.</param>
    public static IEnumerable<BootStep> Run(Boot boot, string from)
    {
        var folder = from[..(from.LastIndexOf('/') + 1)];
        foreach (var probe in Probes)
        {
            yield return Fetch(boot, folder, probe, optional: true);
        }

        var grub = Fetch(boot, folder, "grubx64.efi", optional: false);
        yield return grub;
        if (grub.File is null)
        {
            boot.Fail(grub);
            yield break;
        }

        if (grub is HttpStep)
        {
            // Signed GRUB images have no http module: they start and stay at their prompt (docs/firmware.md).
            var stuck = new NoteStep(
                BootStage.Configuration, "grub.cfg", StepVerdict.Failed, "the signed GRUB cannot read its configuration over HTTP and stays at its prompt");
            boot.Fail(stuck);
            yield return stuck;
            yield break;
        }

        foreach (var step in Grub.Run(boot))
        {
            yield return step;
        }
    }

    // Over HTTP it joins the folder and the name with a slash of its own: "/boot//grubx64.efi".
    private static FileStep Fetch(Boot boot, string folder, string name, bool optional) => folder.StartsWith("http://", StringComparison.Ordinal)
        ? new HttpStep(HttpDialect.Edk2 with { HeadsFirst = false }, optional ? folder + name : $"{folder}/{name}", name) { Optional = optional }
        : new TftpStep(TftpDialect.Shim, boot.Offer!.BootServer, folder + name) { Optional = optional };
}
