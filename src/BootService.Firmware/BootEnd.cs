using BootService.Firmware.Wire;

namespace BootService.Firmware;

/// <summary>Where a boot came to.</summary>
public abstract record BootEnd
{
    private BootEnd()
    {
    }

    /// <summary>The machine goes on to its own disk.</summary>
    /// <param name="Why">By what, a sentence.</param>
    public sealed record Disk(string Why) : BootEnd;

    /// <summary>The machine runs a kernel, and as far as an installer goes before it touches a disk.</summary>
    /// <param name="Image">The kernel.</param>
    /// <param name="Initrd">Its RAM disk; null for none.</param>
    /// <param name="Arguments">Its command line.</param>
    public sealed record Kernel(FetchedFile Image, FetchedFile? Initrd, string Arguments) : BootEnd;

    /// <summary>The machine stands still.</summary>
    /// <param name="Step">The step that failed.</param>
    /// <param name="Why">Why, a sentence.</param>
    public sealed record Failed(BootStep Step, string Why) : BootEnd;
}
