using BootService.Core.Repositories;

namespace BootService.Core.Boot;

/// <summary>Looks at what boots are made of, as it lies on disk now.</summary>
public interface IBootPieces
{
    /// <summary>Why machines cannot fetch a file, and what to do; null when they can.</summary>
    /// <param name="name">Its name in the boot root, without a leading slash.</param>
    string? WhyMissing(string name);

    /// <summary>How many octets a file of the boot root has; null when it is no file on disk, but made for whoever asks.</summary>
    long? Length(string name);

    /// <summary>What a file of the boot root adds up to, by SHA-256; null when it cannot be read.</summary>
    Checksum? SumOf(string name);

    /// <summary>What a file of a pallet adds up to by what the pallet's medium says of itself; null when it does not say.</summary>
    /// <param name="pallet">The pallet's folder.</param>
    /// <param name="file">The file, relative to it.</param>
    Checksum? Due(string pallet, string file);

    /// <summary>The whole path of a place that nodes take packages from, if there is no folder; null when there is.</summary>
    /// <param name="place">Where it lies below what is served: <c>carts/tools</c>.</param>
    string? MissingFolder(string place);

    /// <summary>Why the image that a pallet is served from cannot be read, and what to do; null when it can, or none is needed.</summary>
    /// <param name="pallet">The pallet's folder.</param>
    string? ImageFault(string pallet);
}
