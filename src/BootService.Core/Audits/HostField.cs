using BootService.Core.Hosts;
using BootService.Core.Stored;

namespace BootService.Core.Audits;

/// <summary>One value of a host, which is compared, shown and put back on its own: whoever undoes a rack must not undo an action that came since.</summary>
/// <param name="Name">The word people know it by.</param>
/// <param name="Text">How it reads; null for none.</param>
/// <param name="Take">The first host with this value of the second.</param>
public sealed record HostField(string Name, Func<Host, string?> Text, Func<Host, Host, Host> Take)
{
    /// <summary>All values of a host but its name, as its table says them.</summary>
    public static IReadOnlyList<HostField> All { get; } =
    [
        .. HostTables.Hosts.Columns.Where(column => !column.IsKey).Select(column => new HostField(column.Word, column.Text, column.Take)),
        new("interfaces", Interfaces, (to, from) => to with { Interfaces = from.Interfaces }),
    ];

    /// <summary>The values in which two hosts differ.</summary>
    public static IEnumerable<HostField> Between(Host one, Host other) => All.Where(field => field.Text(one) != field.Text(other));

    private static string? Interfaces(Host host) => host.Interfaces.IsEmpty ? null : string.Join("; ", host.Interfaces.Select(Interface));

    private static string Interface(HostInterface nic) => string.Join(' ', HostTables.Nics.Columns.Select(column => Words(column, nic)).OfType<string>());

    private static string? Words(Column<HostInterface> column, HostInterface nic) => (column.Kind, column.Text(nic)) switch
    {
        (_, null) => null,
        (CellKind.Flag, var flag) => flag == "yes" ? column.Word : null,
        (_, var text) when column.IsKey || column.Word.Length == 0 => text,
        (_, var text) => $"{column.Word} {text}",
    };
}
