using BootService.Core.Reasons;

namespace BootService.Core.Boot;

/// <summary>The next program a client is pointed at.</summary>
public abstract record LoaderOffer
{
    private LoaderOffer()
    {
    }

    /// <summary>No boot file: the firmware goes on to its next boot device.</summary>
    /// <param name="Why">The reason.</param>
    public sealed record Nothing(LoaderAbsence Why) : LoaderOffer;

    /// <summary>
    /// A name that no file has (<see cref="BootNames.OwnDisk"/>): the firmware asks for it, is told so, and goes on to its next boot device at once, where
    /// silence would let it wait for a minute.
    /// </summary>
    /// <param name="Why">The reason.</param>
    public sealed record GoOn(LoaderAbsence Why) : LoaderOffer;

    /// <summary>A file of the boot root, by TFTP from us.</summary>
    /// <param name="Name">Its name, without a leading slash.</param>
    public sealed record File(string Name) : LoaderOffer;

    /// <summary>A file of <c>/install/boot/</c>, by HTTP from us.</summary>
    /// <param name="Name">Its name below that path, without a leading slash.</param>
    public sealed record Http(string Name) : LoaderOffer;
}
