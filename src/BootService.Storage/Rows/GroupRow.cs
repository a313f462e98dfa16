namespace BootService.Storage.Rows;

/// <summary>A group of hosts; the hosts say which they are in.</summary>
internal sealed class GroupRow
{
    public required string Name { get; init; }
}
