using BootService.Core.Boot;

namespace BootService.Commands.Files;

/// <summary>A boot action in a dump.</summary>
internal sealed record DumpedBootEntry(string Name, string? Os, int? Release, BootStart Start, string? Kernel, string? EfiKernel, string? Ramdisk, string? Args)
{
    public static DumpedBootEntry Of(BootEntry entry) => new(
        entry.Key.Name, entry.Key.Os.Length == 0 ? null : entry.Key.Os, entry.Key.Release == 0 ? null : entry.Key.Release,
        entry.Start, entry.Kernel, entry.EfiKernel, entry.Ramdisk, entry.Args.Length == 0 ? null : entry.Args);

    public BootEntry ToEntry() => new(new BootEntryKey(Name, Os ?? string.Empty, Release ?? 0), Start)
    {
        Kernel = Kernel,
        EfiKernel = EfiKernel,
        Ramdisk = Ramdisk,
        Args = Args ?? string.Empty,
    };
}
