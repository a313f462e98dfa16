namespace BootService.Storage.Rows;

internal sealed class ApplianceRow
{
    public required string Name { get; init; }

    public required string LongName { get; init; }

    public string? Node { get; init; }

    public bool IsPublic { get; init; }
}
