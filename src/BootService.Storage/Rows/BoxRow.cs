namespace BootService.Storage.Rows;

internal sealed class BoxRow
{
    public required string Name { get; init; }
}
