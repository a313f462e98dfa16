namespace BootService.Core.Iso;

/// <summary>What a name on a disc is.</summary>
public enum IsoKind
{
    /// <summary>A file; all its bytes lie together.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link (Rock Ridge only).</summary>
    Link,
}

/// <summary>A name on a disc.</summary>
/// <param name="Path">Its path from the root: forward slashes, none at the ends, no part empty, <c>.</c> or <c>..</c>.</param>
/// <param name="Kind">What it is.</param>
public sealed record IsoEntry(string Path, IsoKind Kind)
{
    /// <summary>Where a file's bytes begin in the image.</summary>
    public long Offset { get; init; }

    /// <summary>Bytes of a file; all of them lie within the image. 0 for others.</summary>
    public long Length { get; init; }

    /// <summary>Permission bits as of chmod(2) (Rock Ridge PX); null when the disc keeps none.</summary>
    public int? Mode { get; init; }

    /// <summary>When it was last changed; null when the disc has no valid date.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Where a link leads, as it is written; it may lead anywhere. Null for others.</summary>
    public string? Target { get; init; }
}
