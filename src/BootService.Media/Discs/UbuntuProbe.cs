using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BootService.Core;
using BootService.Core.Installers;
using BootService.Core.Pallets;
using BootService.Core.Repositories;

namespace BootService.Media.Discs;

/// <summary>
/// Ubuntu's disc for servers. Its installer fetches the whole disc as one file, so that its image becomes part of the pallet beside what boots from it.
/// </summary>
internal sealed partial class UbuntuProbe : IMediumProbe
{
    private const string Kernel = "casper/vmlinuz";
    private const string Initrd = "casper/initrd";

    public ImmutableArray<MediumPallet> Probe(IMedium medium) =>
        medium.Text(".disk/info") is { } info && info.StartsWith("Ubuntu", StringComparison.Ordinal) ? [Read(medium, info.Split('\n')[0].Trim())] : [];

    private static MediumPallet Read(IMedium medium, string info)
    {
        var stated = Info().Match(info);
        if (!stated.Success || !medium.Has("casper/install-sources.yaml"))
        {
            throw new RefusedException($"{medium.Name} is {info}, whose installer reads no answers: take the image ubuntu-RELEASE-live-server-ARCH.iso");
        }

        var architecture = stated.Groups["arch"].Value;
        var key = new PalletKey(
            "Ubuntu", stated.Groups["release"].Value, Installer.Ubuntu.Os,
            AptArchitecture.ToRpm(architecture) ?? throw new RefusedException($"{medium.Name} is {info}, and machines of x86_64 and aarch64 are booted here"));
        if (Installer.Of(key) is null)
        {
            throw new RefusedException($"{medium.Name} is {info}, and Ubuntu 22.04 to 26.04 are known here");
        }

        if (!medium.Has(Kernel) || !medium.Has(Initrd))
        {
            throw new RefusedException($"{medium.Name} is {info} without {Kernel} and {Initrd}, so nothing could boot from it");
        }

        return medium is IsoMedium
            ? new MediumPallet(new Pallet(key) { Kernel = Kernel, Initrd = Initrd }, string.Empty) { Image = Installer.Ubuntu.Image, Takes = IsTaken }
            : throw new RefusedException($"{medium.Name} is the content of {info}, and its installer fetches the image itself: add the .iso file");
    }

    /// <summary>The rest of the disc is only ever read from its image.</summary>
    private static bool IsTaken(string path) => path is Kernel or Initrd || path.Split('/')[0] is ".disk" or "dists" or "pool";

    // Ubuntu-Server 24.04.1 LTS "Noble Numbat" - Release amd64 (20240827)
    [GeneratedRegex(
        @"^Ubuntu-Server (?<release>[0-9]{2}\.[0-9]{2}(\.[0-9]+)?)\b.* (?<arch>amd64|arm64|[a-z0-9]+) \([0-9.]+\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Info();
}
