using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Core.Access;

/// <summary>What somebody may change who is limited to some hosts: these hosts, and what is theirs alone. Every other change is refused. Pure.</summary>
public static class ScopedChanges
{
    /// <summary>Why changes are not his to make, the beginning of a sentence; null when they are.</summary>
    /// <param name="scope">His hosts.</param>
    /// <param name="before">The whole state before the changes.</param>
    /// <param name="changes">The changes.</param>
    public static string? WhyNot(HostScope scope, Inventory before, IReadOnlyCollection<Change> changes)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(changes);
        var after = before.With(changes);
        foreach (var change in changes)
        {
            var name = change switch
            {
                Change.HostSet { Host.Name: var host } => host,
                Change.HostRemoved { Name: var host } => host,
                Change.AttributeWritten { Owner: { Scope: AttributeScope.Host, Target: var host } } => HostName.Parse(host),
                Change.AttributeRemoved { Owner: { Scope: AttributeScope.Host, Target: var host } } => HostName.Parse(host),
                Change.AttemptSet { Attempt.Host: var host } => host,
                Change.PowerSwitched { Name: var host } => host,
                _ => (HostName?)null,
            };
            if (name is not { } of)
            {
                return "that would change more than hosts";
            }

            if (before.HostOf(of) is { } was && !scope.Has(was))
            {
                return $"host {of} is taken";
            }

            if (after.HostOf(of) is { } becomes && !scope.Has(becomes))
            {
                return $"host {of} would not be one of them";
            }
        }

        // Whose address or card it is, is not his to know.
        return InventoryRules.Broken(before, after, changes) is null
            ? null
            : "an address or a card belongs to a host that is not shown, or a name differs by case alone from one that is";
    }
}
