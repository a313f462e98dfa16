namespace BootService.Cli.Tables;

/// <summary>What the daemon said of the table that follows.</summary>
/// <param name="Headers">The columns, in lower case.</param>
/// <param name="Owner">Whether the first column is whose row it is.</param>
/// <param name="KeepOwner">Whether it stays when all rows have the same owner.</param>
/// <param name="Plain">Whether the last column is text to be shown as it is.</param>
internal sealed record TableHeader(IReadOnlyList<string> Headers, bool Owner, bool KeepOwner, bool Plain)
{
    /// <summary>The values behind the columns that only programs see.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>All values of a row.</summary>
    public IReadOnlyList<string> All => More.Count == 0 ? Headers : [.. Headers, .. More];

    /// <summary>Whether each row is to be shown as it comes.</summary>
    public bool Live { get; init; }

    /// <summary>Whether a row takes the place of an earlier one of the same owner.</summary>
    public bool Board { get; init; }
}
