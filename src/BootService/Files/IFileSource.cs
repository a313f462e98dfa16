using Microsoft.Win32.SafeHandles;

namespace BootService.Files;

/// <summary>What files are opened through. Safe from any thread.</summary>
internal interface IFileSource
{
    /// <summary>Opens a file for reading, if it is still the version found.</summary>
    /// <param name="name">As in <see cref="BootFile.OnDisk"/>.</param>
    /// <param name="version">What was seen when it was found.</param>
    /// <returns>Null when it is gone, changed or unreadable.</returns>
    SafeFileHandle? Open(string name, FileVersion version);
}

/// <summary>What folders are listed through. Safe from any thread.</summary>
internal interface IFolderListing
{
    /// <summary>What lies directly in a folder, sorted, folders first; empty when it is gone.</summary>
    /// <param name="name">As in <see cref="BootFile.Directory"/>.</param>
    IReadOnlyList<FolderLine> List(string name);
}

/// <summary>A line of a folder's listing.</summary>
/// <param name="Name">The name in the folder.</param>
/// <param name="IsFolder">Whether it is a folder itself.</param>
/// <param name="Length">Bytes; null for what is no file.</param>
/// <param name="Modified">When it was last changed; null when nobody knows.</param>
internal readonly record struct FolderLine(string Name, bool IsFolder, long? Length, DateTimeOffset? Modified);
