namespace BootService.Storage.Rows;

internal sealed class KickstartRow
{
    public long Attempt { get; init; }

    public required string Text { get; init; }

    /// <summary>The same with masks for secrets; null in rows of older versions.</summary>
    public string? Masked { get; init; }
}
