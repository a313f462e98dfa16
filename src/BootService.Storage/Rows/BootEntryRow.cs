using BootService.Core.Boot;

namespace BootService.Storage.Rows;

/// <summary>A boot action that was added, or stands in the place of a built-in one.</summary>
internal sealed class BootEntryRow
{
    public required string Name { get; init; }

    /// <summary>Empty for every operating system.</summary>
    public required string Os { get; init; }

    /// <summary>0 for every release.</summary>
    public int Release { get; init; }

    public BootStart Start { get; init; }

    public string? Kernel { get; init; }

    public string? EfiKernel { get; init; }

    public string? Ramdisk { get; init; }

    public required string Args { get; init; }
}
