using BootService.Core.Boot;
using Microsoft.Win32.SafeHandles;

namespace BootService.Files;

/// <summary>All a name can mean.</summary>
internal abstract record BootFile
{
    private BootFile()
    {
    }

    /// <summary>What follows when this has gone out, and only then (<see cref="IBootFiles.Sent"/>); null for nothing.</summary>
    public BootEffects? Effects { get; init; }

    /// <summary>A regular file, or a stretch of one (a file inside an ISO image).</summary>
    /// <param name="Folder">What it is opened through: the folder or image it is rooted in.</param>
    /// <param name="Name">Its name there.</param>
    /// <param name="Offset">Where the content begins, in bytes; 0 for a whole file.</param>
    /// <param name="Length">Bytes of content.</param>
    /// <param name="Version">What the file was when it was found; another version is another file.</param>
    public sealed record OnDisk(IFileSource Folder, string Name, long Offset, long Length, FileVersion Version) : BootFile
    {
        /// <summary>Opens the file for reading; the caller disposes the handle.</summary>
        /// <returns>Null when it is gone, unreadable, or no longer the version that was found.</returns>
        public SafeFileHandle? Open() => Folder.Open(Name, Version);
    }

    /// <summary>Content made for this request.</summary>
    /// <param name="Content">The bytes; they must not change afterwards.</param>
    /// <param name="MediaType">For HTTP; null for <c>text/plain</c>.</param>
    public sealed record Rendered(ReadOnlyMemory<byte> Content, string? MediaType = null) : BootFile;

    /// <summary>A folder, whose listing HTTP may show. TFTP refuses it.</summary>
    /// <param name="Folder">What it is rooted in.</param>
    /// <param name="Name">Its name there; empty for the root.</param>
    public sealed record Directory(IFolderListing Folder, string Name) : BootFile;

    /// <summary>
    /// It lies on an image that is being read just now: whoever can wait asks again afterwards, and whoever cannot is left to ask again by himself.
    /// </summary>
    /// <param name="Done">The reading.</param>
    public sealed record Reading(Task Done) : BootFile;

    /// <summary>There is no such file: TFTP error 1, HTTP 404.</summary>
    /// <param name="Why">A short sentence for the client and the timeline.</param>
    public sealed record Missing(string Why) : BootFile;

    /// <summary>It may not be read: TFTP error 2, HTTP 403.</summary>
    /// <param name="Why">A short sentence for the client and the timeline.</param>
    public sealed record Refused(string Why) : BootFile;

    /// <summary>It should be there and could not be made: TFTP error 0, HTTP 500.</summary>
    /// <param name="Why">A short sentence for the client and the timeline.</param>
    public sealed record Failed(string Why) : BootFile;
}

/// <summary>Tells one state of a file from another.</summary>
/// <param name="Inode">The file's number in its file system.</param>
/// <param name="Modified">Last change of the content, in nanoseconds since 1970.</param>
/// <param name="Size">Bytes of the whole file.</param>
internal readonly record struct FileVersion(ulong Inode, long Modified, long Size);
