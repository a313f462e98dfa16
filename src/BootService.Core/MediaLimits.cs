namespace BootService.Core;

/// <summary>
/// How much of foreign bytes is taken: of discs, of repositories, of what web servers send. Each is far above what any distribution publishes, and
/// together they keep a reader of one medium below 64 MB of memory. What is larger is refused, never cut.
/// </summary>
public static class MediaLimits
{
    /// <summary>Bytes of a file that describes others: an index, a <c>.treeinfo</c>, a list of mirrors, a key, a signature.</summary>
    public const int DescriptionBytes = 1 << 20;

    /// <summary>Bytes of a page that a web server makes of a folder.</summary>
    public const int ListingBytes = 8 << 20;

    /// <summary>Bytes of a part of a repository's metadata as it is packed; it lies on disk.</summary>
    public const long PartBytes = 512L << 20;

    /// <summary>Bytes of a list of packages that is read into memory; the largest suites of Debian have 12 MB packed, and 60 MB as text.</summary>
    public const int ListBytes = 80 << 20;

    /// <summary>Bytes that a packed file may become without a question.</summary>
    public const long FreelyUnpackedBytes = 64L << 20;

    /// <summary>Times its own length that a packed file may become beyond that; lists of packages reach 30.</summary>
    public const int UnpackedRatio = 100;

    /// <summary>Bytes that any packed file may become.</summary>
    public const long UnpackedBytes = 2L << 30;

    /// <summary>Packages of one repository.</summary>
    public const int Packages = 150_000;

    /// <summary>Parts that an index names, and fields of one package in a list.</summary>
    public const int Parts = 256;

    /// <summary>Elements within elements.</summary>
    public const int XmlDepth = 64;

    /// <summary>Characters of one text or attribute that is kept.</summary>
    public const int XmlDecoder = 4 << 10;

    /// <summary>Bytes of one tag, text, comment or other token, whether it is kept or not.</summary>
    public const int XmlToken = 1 << 20;

    /// <summary>Bytes of one package in a list that is copied element by element; those of the largest have some megabytes of file names.</summary>
    public const int ElementBytes = 16 << 20;

    /// <summary>Files, folders and links of a medium.</summary>
    public const int MediumEntries = 200_000;

    /// <summary>Bytes of the names of one folder of a disc.</summary>
    public const int FolderBytes = 16 << 20;

    /// <summary>Bytes of what is in an archive that an installer comes packed in.</summary>
    public const long ArchiveBytes = 1L << 30;

    /// <summary>Folders within folders of a medium.</summary>
    public const int MediumDepth = 64;
}
