namespace BootService.Storage.Rows;

internal sealed class KickstartRow
{
    public long Attempt { get; init; }

    public required string Text { get; init; }
}
