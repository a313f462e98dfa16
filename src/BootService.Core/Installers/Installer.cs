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

    /// <summary>The installer of an OS pallet.</summary>
    /// <returns>Null when nobody here can write its answers.</returns>
    public static Installer? Of(PalletKey pallet) => pallet.Os is "redhat" or "linux" && AnacondaGenerations.Of(pallet.Name, pallet.Version) is { } generation
        ? new Anaconda(generation)
        : null;
}
