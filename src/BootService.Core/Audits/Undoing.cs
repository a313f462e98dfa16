using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;

namespace BootService.Core.Audits;

/// <summary>Takes a change back, when nothing that came later depends on it. Pure.</summary>
public static class Undoing
{
    /// <summary>The changes that take a change back.</summary>
    /// <param name="inventory">The state now.</param>
    /// <param name="change">What is taken back.</param>
    /// <param name="now">The time.</param>
    /// <param name="arm">Arms a host that was armed before; refuses when it cannot.</param>
    /// <exception cref="RefusedException">Something that came later depends on it; the sentence says what.</exception>
    public static IEnumerable<Change> Changes(Inventory inventory, UndoableChange change, DateTimeOffset now, Func<Inventory, Host, IEnumerable<Change>> arm)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(arm);
        var goes = change.Steps.OfType<UndoStep.OfHost>().Where(step => step.Before is null).Select(step => step.Name).ToHashSet();
        var brought = change.Steps.OfType<UndoStep.OfAttributes>().ToLookup(step => step.Owner);
        var made = new List<Change>();
        foreach (var step in change.Steps.OfType<UndoStep.OfAttributes>().Where(step => !IsOf(goes, step.Owner)))
        {
            made.AddRange(step.Values.Select(value => Back(inventory, change, step.Owner, value)));
        }

        // Hosts that go first, hosts that come back last: one may have the address of the other.
        foreach (var step in change.Steps.OfType<UndoStep.OfHost>().OrderBy(step => (step.Before is not null, step.After is null)))
        {
            made.AddRange(step switch
            {
                { Before: null, After: { } added } => Gone(inventory, change, added, brought[AttributeOwner.Of(added.Name)]),
                { Before: { } removed, After: null } => Returned(inventory.With(made), change, removed, step.Attempt),
                { Before: { } old, After: { } left } => Back(inventory, change, old, left, now),
                _ => [],
            });
        }

        foreach (var name in Rearmed(change))
        {
            var state = inventory.With(made);
            made.AddRange(arm(state, state.HostOf(name)!));
        }

        return made;
    }

    /// <summary>The hosts that were set to install before the change and were not after it, or were gone: they are armed anew.</summary>
    public static IEnumerable<HostName> Rearmed(UndoableChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.Steps.OfType<UndoStep.OfHost>()
            .Where(step => step is { Before.Action: BootAction.Install, After: null or { Action: not BootAction.Install } }).Select(step => step.Name);
    }

    private static bool IsOf(HashSet<HostName> hosts, AttributeOwner owner) =>
        owner.Scope is AttributeScope.Host && HostName.TryParse(owner.Target, null, out var name) && hosts.Contains(name);

    private static Change Back(Inventory inventory, UndoableChange change, AttributeOwner owner, AttributeDifference value)
    {
        if (!Equals(inventory.AttributesOn(owner).Find(value.Name), value.After))
        {
            throw Later(change, $"attribute {value.Name} of {AuditTrail.Thing(owner)} was changed since");
        }

        return value.Before is { } old ? new Change.AttributeWritten(owner, value.Name, old) : new Change.AttributeRemoved(owner, value.Name);
    }

    private static IEnumerable<Change> Gone(Inventory inventory, UndoableChange change, Host added, IEnumerable<UndoStep.OfAttributes> attributes)
    {
        var current = inventory.HostOf(added.Name) ?? throw Later(change, $"host {added.Name} was removed since");
        if (HostField.Between(added, current).FirstOrDefault() is { } field)
        {
            throw Later(change, $"the {field.Name} of host {added.Name} {(field.Name is "interfaces" or "groups" ? "were" : "was")} changed since");
        }

        var brought = attributes.SelectMany(step => step.Values).ToDictionary(value => value.Name, value => value.After);
        foreach (var entry in inventory.AttributesOn(AttributeOwner.Of(added.Name)))
        {
            if (!brought.TryGetValue(entry.Name, out var value) || !Equals(value, entry.Value))
            {
                throw Later(change, $"host {added.Name} got attribute {entry.Name} since");
            }
        }

        return inventory.AttemptOf(added.Name) is null
            ? [new Change.HostRemoved(added.Name)]
            : throw Later(change, $"host {added.Name} was set to install since");
    }

    private static IEnumerable<Change> Returned(Inventory inventory, UndoableChange change, Host removed, InstallAttempt? attempt)
    {
        if (inventory.HostOf(removed.Name) is not null)
        {
            throw Later(change, $"there is a host {removed.Name} again");
        }

        if (!inventory.Appliances.ContainsKey(removed.Appliance))
        {
            throw Later(change, $"appliance {removed.Appliance} of host {removed.Name} was removed since");
        }

        if (removed.Groups.FirstOrDefault(group => !inventory.Groups.Contains(group)) is { } lost)
        {
            throw Later(change, $"group {lost} of host {removed.Name} was removed since");
        }

        foreach (var nic in removed.Interfaces)
        {
            if (nic.Mac is { } mac && inventory.HostOf(mac) is { } holder)
            {
                throw Later(change, $"hardware address {mac} of host {removed.Name} belongs to {holder.Name} now");
            }

            if (nic.Address is { } address && inventory.HostOf(address) is { } neighbour)
            {
                throw Later(change, $"address {address} of host {removed.Name} belongs to {neighbour.Name} now");
            }
        }

        // To install is not put back as a word: a new attempt is armed afterwards. The old one has nothing to install from any more.
        yield return new Change.HostSet(removed.Action is BootAction.Install ? removed with { Action = BootAction.Os } : removed);
        if (attempt is not null)
        {
            yield return new Change.AttemptSet(attempt.MayInstall ? attempt with { State = AttemptState.Cancelled, Why = "its host was removed" } : attempt);
        }
    }

    private static List<Change> Back(Inventory inventory, UndoableChange change, Host old, Host left, DateTimeOffset now)
    {
        var current = inventory.HostOf(old.Name) ?? throw Later(change, $"host {old.Name} was removed since");
        var (restored, changes) = (current, new List<Change>());
        foreach (var field in HostField.Between(old, left))
        {
            if (field.Text(current) != field.Text(left))
            {
                throw Later(change, $"the {field.Name} of host {old.Name} {(field.Name is "interfaces" or "groups" ? "were" : "was")} changed since");
            }

            restored = field.Take(restored, old);
        }

        if (left.Action is BootAction.Install && old.Action is not BootAction.Install && inventory.AttemptOf(old.Name) is { } attempt)
        {
            if (attempt is not { State: AttemptState.Armed or AttemptState.Cancelled })
            {
                throw Later(change, $"host {old.Name} has begun to install (\"stack set host boot {old.Name} action=os\" cancels it)");
            }

            changes.AddRange(Arming.Os(inventory, current, now).OfType<Change.AttemptSet>());
        }

        // To install is not put back as a word: a new attempt is armed afterwards.
        changes.Add(
            new Change.HostSet(
                restored.Action is BootAction.Install && left.Action is not BootAction.Install ? restored with { Action = left.Action } : restored));
        return changes;
    }

    private static RefusedException Later(UndoableChange change, string why) =>
        new($"change {change.Change} ({(change.By.Command.Length > 0 ? change.By.Command : change.By.Name)}) cannot be undone: {why}");
}
