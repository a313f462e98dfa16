namespace BootService.Core.Iso;

/// <summary>Why an image cannot be read.</summary>
public enum IsoFaultKind
{
    /// <summary>There is no ISO 9660 volume descriptor.</summary>
    NotIso,

    /// <summary>The image ends before something it names.</summary>
    Truncated,

    /// <summary>A structure contradicts itself or ECMA-119.</summary>
    Malformed,

    /// <summary>A folder contains itself, or folders are nested without end.</summary>
    Loop,

    /// <summary>A name that no file can have, or that would lead elsewhere.</summary>
    BadName,

    /// <summary>Two things of one name in one folder.</summary>
    Duplicate,

    /// <summary>More names, or longer structures, than any disc has.</summary>
    TooLarge,

    /// <summary>Something valid that installation media do not have: devices, compressed or scattered files, blocks of another size.</summary>
    Unsupported,
}

/// <summary>Why an image cannot be read, and where in it.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Path">The folder or file on the disc; empty for the disc as a whole.</param>
public sealed record IsoFault(IsoFaultKind Kind, string Path)
{
    /// <summary>The end of a sentence that begins with the image's name.</summary>
    public override string ToString() => Kind switch
    {
        IsoFaultKind.NotIso => "is no ISO 9660 image",
        IsoFaultKind.Truncated => $"ends before {Place} does: it is not complete, download it again",
        IsoFaultKind.Loop => $"is damaged: {Place} contains itself",
        IsoFaultKind.BadName => $"is damaged: {Place} holds a name that no file can have",
        IsoFaultKind.Duplicate => $"is damaged: {Place} is there twice",
        IsoFaultKind.TooLarge => $"is damaged: {Place} holds more than a disc can",
        IsoFaultKind.Unsupported => $"holds {Place} in a form that installation media do not have",
        _ => $"is damaged at {Place}: download it again",
    };

    private string Place => Path.Length == 0 ? "its root" : Path;
}
