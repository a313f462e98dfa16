using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Installers;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Core.Repositories;

namespace BootService.Media.Discs;

/// <summary>
/// Debian's archive, or the part of it on a DVD: <c>dists</c> and <c>pool</c>. The installer on a DVD looks for its packages on the DVD itself and cannot
/// boot from the network: that comes from <see cref="DebianNetbootProbe"/>'s media, and both make one pallet.
/// </summary>
internal sealed class DebianArchiveProbe : IMediumProbe
{
    /// <summary>How a list of packages may be packed.</summary>
    private static readonly string[] Endings = [string.Empty, ".gz", ".xz"];

    public ImmutableArray<MediumPallet> Probe(IMedium medium)
    {
        var suites = medium.Entries.Values
            .Where(entry => entry.Kind is IsoKind.File && entry.Path.Split('/') is ["dists", _, "Release"])
            .Select(entry => (entry.Path, Suite: AptSuite.Parse(entry.Path.Split('/')[1], medium.Text(entry.Path)!))).ToArray();
        return suites.Length == 0 ? [] : [Read(medium, [.. suites.Where(found => found.Suite is not null).Select(found => found.Suite!)])];
    }

    private static MediumPallet Read(IMedium medium, AptSuite[] suites)
    {
        foreach (var suite in suites)
        {
            var release = suite.Version.Split('.')[0];
            var architectures = suite.Architectures.Where(name => AptArchitecture.ToRpm(name) is not null && HasPackages(medium, suite, name)).ToArray();
            foreach (var arch in architectures)
            {
                var key = new PalletKey("Debian", release, Installer.Debian.Os, AptArchitecture.ToRpm(arch)!);
                if (PalletWord.IsOne(release) && Installer.Of(key) is Installer.Debian known && suite.Is(known.Suite))
                {
                    return new MediumPallet(new Pallet(key), string.Empty) { Adds = true };
                }
            }
        }

        var what = medium.Text(".disk/info")?.Split('\n')[0].Trim()
            ?? "an archive of " + string.Join(
                ", ", suites.Select(suite => suite.Codename.Length > 0 ? suite.Codename : suite.Name).DefaultIfEmpty("nothing that its Release names"));
        throw new RefusedException($"{medium.Name} is {what}, and archives of Debian 12 (bookworm) and 13 (trixie) for amd64 or arm64 are known here");
    }

    private static bool HasPackages(IMedium medium, AptSuite suite, string architecture) =>
        suite.Components.Any(component => Endings.Any(ending => medium.Has($"dists/{suite.Name}/{component}/binary-{architecture}/Packages{ending}")));
}
