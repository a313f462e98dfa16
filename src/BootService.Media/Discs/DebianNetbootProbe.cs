using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BootService.Core;
using BootService.Core.Installers;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Core.Repositories;

namespace BootService.Media.Discs;

/// <summary>
/// Debian's installer as it boots from the network: <c>netboot.tar.gz</c>, its content, or a package debian-installer-N-netboot-ARCH. Its archive comes
/// from other media of the same release, which make one pallet with it.
/// </summary>
internal sealed partial class DebianNetbootProbe : IMediumProbe
{
    private const string Kernel = "linux";

    public ImmutableArray<MediumPallet> Probe(IMedium medium)
    {
        // The package has a graphical installer beside the one in text, which is the smaller.
        var kernel = medium.Entries.Values.Where(entry => entry.Kind is IsoKind.File && Place().IsMatch(entry.Path)).Select(entry => entry.Path)
            .OrderBy(path => path.Contains("/text/", StringComparison.Ordinal) ? 0 : 1).ThenBy(path => path.Length).FirstOrDefault();
        return kernel is null ? [] : [Read(medium, kernel)];
    }

    private static MediumPallet Read(IMedium medium, string kernel)
    {
        var place = Place().Match(kernel);
        var root = place.Groups["root"].Value.TrimEnd('/');
        var folder = $"debian-installer/{place.Groups["arch"].Value}";
        var arch = AptArchitecture.ToRpm(place.Groups["arch"].Value)
            ?? throw new RefusedException(
                $"{medium.Name} has an installer of Debian for {place.Groups["arch"].Value}, and machines of x86_64 and aarch64 are booted here");
        if (!medium.Has($"{Under(root, folder)}/initrd.gz"))
        {
            throw new RefusedException($"{medium.Name} has {kernel} and no initrd.gz beside it, so nothing could boot from it");
        }

        var release = medium.Text(Under(root, "version.info")) is { } info && Version().Match(info) is { Success: true } stated ? stated.Groups["release"].Value
            : Images().Match(root) is { Success: true } images ? images.Groups["release"].Value
            : throw new RefusedException(
                $"{medium.Name} does not say of which Debian it is: version.info, which lies beside debian-installer in netboot.tar.gz, is not there");
        var key = new PalletKey("Debian", release, Installer.Debian.Os, arch);
        if (Installer.Of(key) is null)
        {
            throw new RefusedException($"{medium.Name} is the installer of Debian {release}, and those of Debian 12 and 13 are known here");
        }

        var firmware = $"{folder}/firmware.cpio.gz";
        return new MediumPallet(
            new Pallet(key) { Kernel = $"{folder}/{Kernel}", Initrd = $"{folder}/initrd.gz", Overlays = medium.Has(Under(root, firmware)) ? [firmware] : [] },
            root)
        {
            Adds = true,
        };
    }

    private static string Under(string root, string path) => root.Length == 0 ? path : $"{root}/{path}";

    [GeneratedRegex(@"^(?<root>(.+/)?)debian-installer/(?<arch>[a-z0-9]+)/linux\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"Debian version:\s*(?<release>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();

    [GeneratedRegex("(^|/)images/(?<release>[0-9]+)(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Images();
}
