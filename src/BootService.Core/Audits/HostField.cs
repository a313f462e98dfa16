using System.Globalization;
using BootService.Core.Hosts;

namespace BootService.Core.Audits;

/// <summary>One value of a host, which is compared, shown and put back on its own: whoever undoes a rack must not undo an action that came since.</summary>
/// <param name="Name">The word people know it by.</param>
/// <param name="Text">How it reads; null for none.</param>
/// <param name="Take">The first host with this value of the second.</param>
public sealed record HostField(string Name, Func<Host, string?> Text, Func<Host, Host, Host> Take)
{
    /// <summary>All values of a host but its name.</summary>
    public static IReadOnlyList<HostField> All { get; } =
    [
        new("appliance", host => host.Appliance, (to, from) => to with { Appliance = from.Appliance }),
        new("rack", host => host.Rack.ToString(CultureInfo.InvariantCulture), (to, from) => to with { Rack = from.Rack }),
        new("rank", host => host.Rank.ToString(CultureInfo.InvariantCulture), (to, from) => to with { Rank = from.Rank }),
        new("action", Action, (to, from) => to with { Action = from.Action }),
        new("os", host => host.Os, (to, from) => to with { Os = from.Os }),
        new("environment", host => host.Environment, (to, from) => to with { Environment = from.Environment }),
        new("box", host => host.Box, (to, from) => to with { Box = from.Box }),
        new("installaction", host => host.InstallAction, (to, from) => to with { InstallAction = from.InstallAction }),
        new("runaction", host => host.OsAction, (to, from) => to with { OsAction = from.OsAction }),
        new("comment", host => host.Comment.Length == 0 ? null : host.Comment, (to, from) => to with { Comment = from.Comment }),
        new("groups", host => host.Groups.IsEmpty ? null : string.Join(", ", host.Groups), (to, from) => to with { Groups = from.Groups }),
        new("interfaces", Interfaces, (to, from) => to with { Interfaces = from.Interfaces }),
    ];

    /// <summary>The values in which two hosts differ.</summary>
    public static IEnumerable<HostField> Between(Host one, Host other) => All.Where(field => field.Text(one) != field.Text(other));

    private static string? Action(Host host) => host.Action is BootAction.None ? null : host.Action.ToString().ToLowerInvariant();

    private static string? Interfaces(Host host) => host.Interfaces.IsEmpty ? null : string.Join("; ", host.Interfaces.Select(nic =>
        string.Join(' ', ((string?[])[nic.Name, nic.Mac?.ToString(), nic.Address?.ToString(), nic.Network, nic.IsDefault ? "default" : null, nic.HostName is { } name ? $"as {name}" : null]).Where(word => word is not null))));
}
