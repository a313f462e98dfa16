namespace BootService.Storage.Rows;

internal sealed class CartRow
{
    public required string Name { get; init; }

    /// <summary>Names of boxes as a JSON array; nothing is ever looked up by one.</summary>
    public required string Boxes { get; init; }
}
