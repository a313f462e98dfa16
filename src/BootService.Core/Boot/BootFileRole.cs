using BootService.Core.Events;

namespace BootService.Core.Boot;

/// <summary>A file's part in a boot, by its name in the boot root.</summary>
public static class BootFileRole
{
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
