namespace BootService.Storage.Rows;

internal sealed class PalletRow
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string Os { get; init; }

    public required string Arch { get; init; }

    public required string Release { get; init; }

    public string? Kernel { get; init; }

    public string? Initrd { get; init; }

    /// <summary>Names of boxes as a JSON array; nothing is ever looked up by one.</summary>
    public required string Boxes { get; init; }
}
