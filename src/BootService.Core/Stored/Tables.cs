using BootService.Core.Inventories;

namespace BootService.Core.Stored;

/// <summary>
/// Every stored thing. A new field of one is a line in its table, beside the field itself and a migration; a new thing is a table here and its cases of
/// <see cref="Change"/>.
/// </summary>
public static class Tables
{
    /// <summary>Every table, those that others refer to first: what the schema is made of, and what is read at the start in this order.</summary>
    public static IReadOnlyList<Table> All { get; } =
    [
        SiteTables.Networks, SiteTables.Appliances, SoftwareTables.Pallets, SoftwareTables.Carts, SoftwareTables.Boxes, SoftwareTables.BootEntries,
        HostTables.Groups, HostTables.Environments,
        HostTables.Hosts, HostTables.Interfaces, HostTables.Attributes, InstallTables.Attempts, InstallTables.Texts, InstallTables.Kickstarts,
        SiteTables.Tokens,
        SiteTables.Webhooks, SiteTables.Deliveries, InstallTables.Counters,
        LogTables.Events, LogTables.Audit, LogTables.Undos,
    ];
}
