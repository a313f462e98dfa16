using System.Collections.Immutable;
using System.Text;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Profiles;

namespace BootService.Core.Audits;

/// <summary>Says what changes changed, from the state before and the state after: pure, so that no verb can forget to say it.</summary>
public static class AuditTrail
{
    private const string AttributeField = "attr ";

    /// <summary>
    /// A spreadsheet of half a million values is told by a line for each of its hosts: by a line for each value two of them would drive everything else out of
    /// the log.
    /// </summary>
    private const int MostAttributeLines = 1_000;

    /// <summary>More than the log keeps of a value.</summary>
    private const int MostPairs = 5_000;

    /// <summary>What is written of changes; null when they changed nothing that people set, as when an attempt goes on.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after.</param>
    /// <param name="changes">The changes between them.</param>
    /// <param name="by">Who made them.</param>
    /// <param name="at">When.</param>
    public static AuditRecord? Of(Inventory before, Inventory after, IReadOnlyCollection<Change> changes, Author by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(changes);
        var steps = Steps(before, after, changes);
        var others = changes.SelectMany(change => Surroundings(before, after, change)).Distinct().ToArray();
        var lines = Lines(steps).Concat(Attempts(before, after, changes)).Concat(others).ToImmutableArray();
        return lines.IsEmpty ? null : new AuditRecord(at, by, lines, others.Length == 0 ? steps : []);
    }

    private static ImmutableArray<UndoStep> Steps(Inventory before, Inventory after, IReadOnlyCollection<Change> changes)
    {
        var hosts = new HashSet<HostName>();
        var owners = new HashSet<AttributeOwner>();
        foreach (var change in changes)
        {
            Touch(change, hosts, owners);
        }

        var steps = ImmutableArray.CreateBuilder<UndoStep>();
        foreach (var name in hosts)
        {
            var (old, now) = (before.HostOf(name), after.HostOf(name));
            if (!Equals(old, now))
            {
                steps.Add(new UndoStep.OfHost(name, old, now) { Attempt = now is null ? before.AttemptOf(name) : null });
            }
        }

        foreach (var owner in owners)
        {
            if (AttributeSet.Between(before.AttributesOn(owner), after.AttributesOn(owner)) is { IsEmpty: false } values)
            {
                steps.Add(new UndoStep.OfAttributes(owner, values));
            }
        }

        return steps.ToImmutable();
    }

    private static void Touch(Change change, HashSet<HostName> hosts, HashSet<AttributeOwner> owners)
    {
        switch (change)
        {
            case Change.HostSet set:
                hosts.Add(set.Host.Name);
                break;
            case Change.HostRemoved removed:
                hosts.Add(removed.Name);
                owners.Add(AttributeOwner.Of(removed.Name));
                break;
            case Change.AttributeWritten written:
                owners.Add(written.Owner);
                break;
            case Change.AttributeRemoved removed:
                owners.Add(removed.Owner);
                break;
            case Change.ApplianceRemoved removed:
                owners.Add(new AttributeOwner(AttributeScope.Appliance, removed.Name));
                break;
            case Change.EnvironmentRemoved removed:
                owners.Add(new AttributeOwner(AttributeScope.Environment, removed.Name));
                break;
        }
    }

    private static IEnumerable<AuditLine> Lines(ImmutableArray<UndoStep> steps)
    {
        var many = steps.OfType<UndoStep.OfAttributes>().Sum(step => step.Values.Length) > MostAttributeLines;
        var text = new StringBuilder();
        return steps.SelectMany(step => many && step is UndoStep.OfAttributes { Values.Length: > 1 } attributes ? [Together(attributes, text)] : Lines(step));
    }

    private static IEnumerable<AuditLine> Lines(UndoStep step) => step switch
    {
        UndoStep.OfHost { Before: null, After: { } added } => [new AuditLine($"host {added.Name}", string.Empty, null, Summary(added))],
        UndoStep.OfHost { Before: { } gone, After: null } => [new AuditLine($"host {gone.Name}", string.Empty, Summary(gone), null)],
        UndoStep.OfHost { Before: { } old, After: { } now } =>
            HostField.Between(old, now).Select(field => new AuditLine($"host {now.Name}", field.Name, field.Text(old), field.Text(now))),
        UndoStep.OfAttributes attributes =>
            attributes.Values.Select(value => new AuditLine(Thing(attributes.Owner), AttributeField + value.Name, Shown(value.Before), Shown(value.After))),
        _ => [],
    };

    /// <summary>All that one owner was given, in one line.</summary>
    private static AuditLine Together(UndoStep.OfAttributes step, StringBuilder text) => new(
        Thing(step.Owner), $"{step.Values.Length} attrs", Pairs(step.Values, value => value.Before, text), Pairs(step.Values, value => value.After, text));

    private static string? Pairs(ImmutableArray<AttributeDifference> values, Func<AttributeDifference, AttributeValue?> which, StringBuilder text)
    {
        text.Clear();
        foreach (var difference in values)
        {
            if (which(difference) is { } value && text.Length < MostPairs)
            {
                text.Append(text.Length > 0 ? ", " : string.Empty).Append(difference.Name.ToString()).Append('=').Append(Shown(value));
            }
        }

        return text.Length > 0 ? text.ToString() : null;
    }

    // A host that is armed again has the same action as before: only the new attempt shows it.
    private static IEnumerable<AuditLine> Attempts(Inventory before, Inventory after, IEnumerable<Change> changes) =>
        from name in changes.OfType<Change.AttemptSet>().Select(set => set.Attempt.Host).Distinct()
        let old = before.AttemptOf(name)
        let now = after.AttemptOf(name)
        where now is not null && now.Id != old?.Id
        select new AuditLine($"host {name}", "attempt", old?.Id.ToString(), now.Id.ToString());

    private static AuditLine[] Surroundings(Inventory before, Inventory after, Change change) => change switch
    {
        Change.NetworkSet { Network.Name: var name } =>
            Changed($"network {name}", before.Networks.GetValueOrDefault(name), after.Networks.GetValueOrDefault(name)),
        Change.NetworkRemoved { Name: var name } => Changed($"network {name}", before.Networks.GetValueOrDefault(name), after.Networks.GetValueOrDefault(name)),
        Change.ApplianceSet { Appliance.Name: var name } =>
            Changed($"appliance {name}", before.Appliances.GetValueOrDefault(name), after.Appliances.GetValueOrDefault(name)),
        Change.ApplianceRemoved { Name: var name } =>
            Changed($"appliance {name}", before.Appliances.GetValueOrDefault(name), after.Appliances.GetValueOrDefault(name)),
        Change.BootEntrySet { Entry.Key: var key } =>
            Changed($"bootaction {key}", before.BootEntries.GetValueOrDefault(key), after.BootEntries.GetValueOrDefault(key)),
        Change.BootEntryRemoved { Key: var key } =>
            Changed($"bootaction {key}", before.BootEntries.GetValueOrDefault(key), after.BootEntries.GetValueOrDefault(key)),
        Change.CartSet { Cart.Name: var name } =>
            Changed($"cart {name}", before.Carts.GetValueOrDefault(name)?.Boxes, after.Carts.GetValueOrDefault(name)?.Boxes),
        Change.CartRemoved { Name: var name } =>
            Changed($"cart {name}", before.Carts.GetValueOrDefault(name)?.Boxes, after.Carts.GetValueOrDefault(name)?.Boxes),
        Change.BoxAdded { Name: var name } => before.AddedBoxes.Contains(name) ? [] : [new AuditLine($"box {name}", string.Empty, null, name)],
        Change.BoxRemoved { Name: var name } => before.AddedBoxes.Contains(name) ? [new AuditLine($"box {name}", string.Empty, name, null)] : [],
        Change.GroupSet { Name: var name } => before.Groups.Contains(name) ? [] : [new AuditLine($"group {name}", string.Empty, null, name)],
        Change.GroupRemoved { Name: var name } => before.Groups.Contains(name) ? [new AuditLine($"group {name}", string.Empty, name, null)] : [],
        Change.EnvironmentAdded { Name: var name } =>
            before.AddedEnvironments.Contains(name) ? [] : [new AuditLine($"environment {name}", string.Empty, null, name)],
        Change.EnvironmentRemoved { Name: var name } =>
            before.AddedEnvironments.Contains(name) ? [new AuditLine($"environment {name}", string.Empty, name, null)] : [],
        Change.PowerSwitched { Name: var name, Command: var command } => [new AuditLine($"host {name}", "power", null, command.ToString().ToLowerInvariant())],
        Change.TokenSet { Token: var token } => [new AuditLine($"token {token.Name}", string.Empty, null, token.Allows)],
        Change.TokenRemoved { Name: var name } => [new AuditLine($"token {name}", string.Empty, before.Tokens.GetValueOrDefault(name)?.Allows, null)],
        Change.WebhookSet { Webhook: var webhook } => [new AuditLine($"webhook {webhook.Name}", string.Empty, null, $"{webhook.Place} for {webhook.Types}")],
        Change.WebhookRemoved { Name: var name } =>
            [new AuditLine($"webhook {name}", string.Empty, before.Webhooks.GetValueOrDefault(name)?.Place, null)],
        Change.PalletSet { Pallet.Key: var key } =>
            Changed($"pallet {key}", before.Pallets.GetValueOrDefault(key)?.Boxes, after.Pallets.GetValueOrDefault(key)?.Boxes),
        Change.PalletRemoved { Key: var key } =>
            Changed($"pallet {key}", before.Pallets.GetValueOrDefault(key)?.Boxes, after.Pallets.GetValueOrDefault(key)?.Boxes),
        _ => [],
    };

    private static AuditLine[] Changed(string thing, ImmutableArray<string>? old, ImmutableArray<string>? now) => Changed(thing, Boxes(old), Boxes(now));

    private static AuditLine[] Changed(string thing, object? old, object? now) =>
        Equals(old, now) ? [] : [new AuditLine(thing, string.Empty, Text(old), Text(now))];

    private static string? Boxes(ImmutableArray<string>? boxes) =>
        boxes is { } some ? some.IsEmpty ? "disabled" : $"enabled in {string.Join(", ", some.Order(StringComparer.Ordinal))}" : null;

    // Records write themselves as "Network { Name = private, ... }".
    private static string? Text(object? value) =>
        value?.ToString() is { } text && text.IndexOf('{', StringComparison.Ordinal) is var brace and > 0 ? text[(brace + 1)..^1].Trim() : value?.ToString();

    private static string Summary(Host host) =>
        string.Join(", ", HostField.All.Where(field => field.Text(host) is not null).Select(field => $"{field.Name} {field.Text(host)}"));

    /// <summary>The attribute that a line is about; null for a line about anything else.</summary>
    public static AttributeName? AttributeOf(AuditLine line) =>
        line.Field?.StartsWith(AttributeField, StringComparison.Ordinal) is true
            && AttributeName.TryParse(line.Field.AsSpan(AttributeField.Length), null, out var name) ? name : null;

    /// <summary>What attributes are set on, as people call it.</summary>
    public static string Thing(AttributeOwner owner) =>
        owner.Scope is AttributeScope.Global ? "global" : $"{owner.Scope.ToString().ToLowerInvariant()} {owner.Target}";

    private static string? Shown(AttributeValue? value) => value is null ? null : value.Shadow ? ReportUrls.Mask : value.Text;
}
