using BootService.Core.Hosts;

namespace BootService.Storage.Rows;

internal sealed class HostRow
{
    public required HostName Name { get; init; }

    public required string Appliance { get; init; }

    public int Rack { get; init; }

    public int Rank { get; init; }

    public BootAction Action { get; init; }

    public required string Os { get; init; }

    public string? Environment { get; init; }

    public required string Box { get; init; }

    public required string InstallAction { get; init; }

    public required string OsAction { get; init; }

    public required string Comment { get; init; }

    /// <summary>Names of groups as a JSON array; nothing is ever looked up by one.</summary>
    public required string Groups { get; init; }
}
