namespace BootService.Storage.Rows;

/// <summary>What it takes to take a change back, secrets and all; for the newest changes only.</summary>
internal sealed class UndoRow
{
    public long Change { get; init; }

    public required string Steps { get; init; }

    /// <summary>The change that took it back; null while none did.</summary>
    public long? UndoneBy { get; init; }
}
