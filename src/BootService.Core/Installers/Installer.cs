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

    /// <summary>Ubuntu's installer for servers, which reads autoinstall data from the seed of a NoCloud source and runs our scripts.</summary>
    /// <param name="Release">The release: <c>24.04</c>.</param>
    /// <param name="Suite">Its name in archives: <c>noble</c>.</param>
    public sealed record Ubuntu(string Release, string Suite) : Installer
    {
        /// <summary>The os of hosts and pallets.</summary>
        public const string Os = "ubuntu";

        /// <summary>The image of the disc in its pallet: the installer fetches it whole.</summary>
        public const string Image = "live-server.iso";

        /// <inheritdoc/>
        public override string Family => "subiquity";

        /// <summary>The word by which its cloud-init finds a seed over HTTP: the one of 22.04 knows it only by a name that later ones gave up.</summary>
        public string Source =>
            Release.StartsWith("22.", StringComparison.Ordinal) || Release.StartsWith("23.", StringComparison.Ordinal) ? "nocloud-net" : "nocloud";
    }

    /// <summary>Systems that come as the image of a disk, and are configured by Ignition when they first start: Fedora CoreOS and Flatcar.</summary>
    /// <param name="Name">What people call the system.</param>
    public sealed record Ignition(string Name) : Installer
    {
        /// <summary>The os of hosts and pallets.</summary>
        public const string Os = "coreos";

        /// <summary>The name of pallets of Fedora CoreOS.</summary>
        public const string CoreOsPallet = "Fedora-CoreOS";

        /// <summary>The name of pallets of Flatcar.</summary>
        public const string FlatcarPallet = "Flatcar";

        /// <summary>The image that Flatcar's own program puts on a disk.</summary>
        public const string FlatcarImage = "flatcar_production_image.bin.bz2";

        /// <inheritdoc/>
        public override string Family => "ignition";

        /// <summary>Whether it is Flatcar, which brings another program and no image in its live system.</summary>
        public bool IsFlatcar => Name == FlatcarPallet;
    }

    /// <summary>The families of operating systems that installers are of, as pallets and hosts name them.</summary>
    public static IReadOnlyList<string> Systems { get; } = ["redhat", Debian.Os, Ubuntu.Os, Ignition.Os];

    /// <summary>The installer of an OS pallet.</summary>
    /// <returns>Null when nobody here can write its answers.</returns>
    public static Installer? Of(PalletKey pallet) => pallet.Os switch
    {
        "redhat" or "linux" => AnacondaGenerations.Of(pallet.Name, pallet.Version) is { } generation ? new Anaconda(generation) : null,
        Debian.Os => OfDebian(pallet.Version),
        Ubuntu.Os => OfUbuntu(pallet.Version),
        Ignition.Os => pallet.Name switch
        {
            Ignition.CoreOsPallet => new Ignition("Fedora CoreOS"),
            Ignition.FlatcarPallet => new Ignition(Ignition.FlatcarPallet),
            _ => null,
        },
        _ => null,
    };

    /// <summary>The names of Ubuntu's releases whose installer for servers reads autoinstall data of version 1.</summary>
    private static Ubuntu? OfUbuntu(string version)
    {
        var release = version.Length >= 5 ? version[..5] : version;
        return release switch
        {
            "22.04" => new Ubuntu(release, "jammy"),
            "22.10" => new Ubuntu(release, "kinetic"),
            "23.04" => new Ubuntu(release, "lunar"),
            "23.10" => new Ubuntu(release, "mantic"),
            "24.04" => new Ubuntu(release, "noble"),
            "24.10" => new Ubuntu(release, "oracular"),
            "25.04" => new Ubuntu(release, "plucky"),
            "25.10" => new Ubuntu(release, "questing"),
            "26.04" => new Ubuntu(release, "resolute"),
            _ => null,
        };
    }

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
