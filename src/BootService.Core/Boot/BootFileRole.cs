using BootService.Core.Events;

namespace BootService.Core.Boot;

/// <summary>A file's part in a boot, by its name in the boot root.</summary>
public static class BootFileRole
{
    /// <summary>
    /// How many folders deep a file of the admin's own lies that firmware or a loader fetches; what lies deeper is a tree of packages or the like.
    /// </summary>
    private const int MostFolders = 1;

    /// <summary>
    /// Whether a file that was fetched over HTTP tells how far its machine has come: loaders, kernels, configurations and what boot actions name do.
    /// A mirror that somebody keeps below the boot root is not a boot: its files come by the thousand, and those that package tools try and miss are no
    /// failures.
    /// </summary>
    /// <param name="name">The name, without a leading slash.</param>
    /// <param name="entries">The boot actions there are.</param>
    public static bool IsOnTheRoad(string name, IEnumerable<BootEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(entries);
        return name.AsSpan().Count('/') <= MostFolders
            || name.StartsWith(KernelImage.Root, StringComparison.Ordinal)
            || BootNames.Parse(name) is not null
            || BootLoaders.Find(name.AsSpan(name.LastIndexOf('/') + 1)) is not null
            || entries.Any(entry => entry.Files.Contains(name, StringComparer.Ordinal));
    }

    /// <summary>The message that sending this file is.</summary>
    /// <param name="name">The name, without a leading slash.</param>
    public static BootMessage Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.StartsWith(KernelImage.Root, StringComparison.Ordinal))
        {
            var file = name.AsSpan(name.LastIndexOf('/') + 1);
            return file.Contains("initr", StringComparison.OrdinalIgnoreCase) ? BootMessage.RamDisk : BootMessage.Kernel;
        }

        // A configuration over TFTP has an event of its own.
        return BootNames.Parse(name) is not null ? BootMessage.File
            : BootLoaders.Find(name) is { AsksAnew: true } ? BootMessage.IpxeLoader
            : BootMessage.Loader;
    }
}
