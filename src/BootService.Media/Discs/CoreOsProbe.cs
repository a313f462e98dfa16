using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Installers;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Core.Repositories;

namespace BootService.Media.Discs;

/// <summary>
/// The files by which image systems boot from the network, in a folder as they were fetched: Fedora CoreOS and Flatcar. They say what they are by their names.
/// </summary>
internal sealed partial class CoreOsProbe : IMediumProbe
{
    private const string FlatcarKernel = "flatcar_production_pxe.vmlinuz";
    private const string FlatcarInitrd = "flatcar_production_pxe_image.cpio.gz";
    private const string FlatcarVersion = "version.txt";

    public ImmutableArray<MediumPallet> Probe(IMedium medium)
    {
        if (medium.Has(FlatcarKernel))
        {
            return [Flatcar(medium)];
        }

        var kernels = medium.Entries.Values.Where(entry => entry.Kind is IsoKind.File).Select(entry => Kernel().Match(entry.Path)).Where(match => match.Success)
            .ToArray();
        return kernels.Length switch
        {
            0 => [],
            1 => [CoreOs(medium, kernels[0])],
            _ => throw new RefusedException(
                $"{medium.Name} has several releases of Fedora CoreOS, {kernels[0].Value} and {kernels[1].Value} among them: make a folder of each"),
        };
    }

    private static MediumPallet CoreOs(IMedium medium, Match kernel)
    {
        var (version, arch) = (kernel.Groups["version"].Value, kernel.Groups["arch"].Value);
        var initrd = KernelArguments.Beside(kernel.Value, "initramfs");
        foreach (var file in new[] { initrd, KernelArguments.RootOf(kernel.Value) })
        {
            if (!medium.Has(file))
            {
                throw new RefusedException($"{medium.Name} has {kernel.Value} and no {file} beside it, which is of the same release: fetch it too");
            }
        }

        return new MediumPallet(
            new Pallet(
                new PalletKey(
                    Installer.Ignition.CoreOsPallet, ProbeWords.Word(medium.Name, "version", version), Installer.Ignition.Os, arch))
            {
                Kernel = kernel.Value,
                Initrd = initrd
            },
            string.Empty);
    }

    private static MediumPallet Flatcar(IMedium medium)
    {
        foreach (var (file, what) in new[] { (FlatcarInitrd, "its live system"), (FlatcarVersion, "its version and board"),
            (Installer.Ignition.FlatcarImage, "the image that is put on disks") })
        {
            if (!medium.Has(file))
            {
                throw new RefusedException($"{medium.Name} has {FlatcarKernel} and no {file} beside it, which is {what}: fetch it too");
            }
        }

        var words = medium.Text(FlatcarVersion)!.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1].Trim().Trim('"'));
        var board = words["FLATCAR_BOARD"].FirstOrDefault() ?? "amd64-usr";
        var arch = AptArchitecture.ToRpm(board.Split('-')[0])
            ?? throw new RefusedException($"{medium.Name} is Flatcar for {board}, and machines of x86_64 and aarch64 are booted here");
        return new MediumPallet(
            new Pallet(
                new PalletKey(
                    Installer.Ignition.FlatcarPallet, ProbeWords.Word(FlatcarVersion, "FLATCAR_VERSION", words["FLATCAR_VERSION"].FirstOrDefault()),
                    Installer.Ignition.Os, arch))
            {
                Kernel = FlatcarKernel,
                Initrd = FlatcarInitrd,
            },
            string.Empty);
    }

    // fedora-coreos-41.20241109.3.0-live-kernel.x86_64, with a hyphen before the architecture in releases before 42
    [GeneratedRegex(@"^fedora-coreos-(?<version>[0-9.]+)-live-kernel[.-](?<arch>x86_64|aarch64)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kernel();
}
