using System.Globalization;
using BootService.Core.Pallets;

namespace BootService.Core.Installers;

/// <summary>The installer of an operating system: what profiles and boots differ by, beyond the host's own values.</summary>
public abstract record Installer
{
    private Installer()
    {
    }

    /// <summary>What node files call it: <c>profile.family</c>.</summary>
    public abstract string Family { get; }

    /// <summary>Anaconda, which reads kickstarts.</summary>
    /// <param name="Generation">The dialect it reads.</param>
    public sealed record Anaconda(AnacondaGeneration Generation) : Installer
    {
        /// <inheritdoc/>
        public override string Family => "anaconda";
    }

    /// <summary>Debian's installer, which reads preseed files and runs our scripts.</summary>
    /// <param name="Release">The major release: 13.</param>
    /// <param name="Suite">Its name in archives: <c>trixie</c>.</param>
    public sealed record Debian(int Release, string Suite) : Installer
    {
        /// <summary>The os of hosts and pallets.</summary>
        public const string Os = "debian";

        /// <inheritdoc/>
        public override string Family => "debian";
    }

    /// <summary>The installer of an OS pallet.</summary>
    /// <returns>Null when nobody here can write its answers.</returns>
    public static Installer? Of(PalletKey pallet) => pallet.Os switch
    {
        "redhat" or "linux" => AnacondaGenerations.Of(pallet.Name, pallet.Version) is { } generation ? new Anaconda(generation) : null,
        Debian.Os => OfDebian(pallet.Version),
        _ => null,
    };

    private static Debian? OfDebian(ReadOnlySpan<char> version)
    {
        var dot = version.IndexOf('.');
        return int.TryParse(dot < 0 ? version : version[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var release)
            ? release switch
            {
                12 => new Debian(12, "bookworm"),
                13 => new Debian(13, "trixie"),
                _ => null,
            }
            : null;
    }
}
