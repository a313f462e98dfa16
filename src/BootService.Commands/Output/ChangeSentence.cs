using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Output;

/// <summary>Says in one line what a verb changed: <c>40 hosts removed</c>. Pure, so that no verb can forget to say it.</summary>
internal sealed class ChangeSentence
{
    /// <summary>What is said when everything was so already.</summary>
    public const string Nothing = "nothing changed";

    /// <summary>So many values are told by their names and owners alone: looking at each takes more room than loading them did.</summary>
    private const int MostValues = 20_000;

    private readonly Dictionary<HostName, (Host? Before, Host? After)> _hosts = [];
    private readonly HashSet<HostName> _armed = [];
    private readonly Dictionary<(AttributeOwner Owner, AttributeName Name), (AttributeValue? Before, AttributeValue? After)> _attributes = [];
    private readonly List<(string Kind, string Name, string Deed)> _things = [];
    private readonly HashSet<AttributeName> _manyNames = [];
    private readonly HashSet<AttributeOwner> _manyOwners = [];
    private bool _areMany;
    private bool _isTold;

    private ChangeSentence()
    {
    }

    /// <summary>The line; null when it is told elsewhere, as a new token is or what became of hosts' power.</summary>
    /// <param name="commits">What was committed, each with the state before it, in order.</param>
    public static string? Of(IReadOnlyCollection<(Inventory Before, ImmutableArray<Change> Changes)> commits)
    {
        var sentence = new ChangeSentence { _areMany = commits.Sum(commit => commit.Changes.Count(change => change is Change.AttributeWritten)) > MostValues };
        foreach (var (before, changes) in commits)
        {
            foreach (var change in changes)
            {
                sentence.Count(before, change);
            }
        }

        string[] parts = [.. sentence.Hosts(), .. sentence.Attributes(), .. sentence.Things()];
        return parts.Length > 0 ? string.Join("; ", parts) : sentence._isTold ? null : Nothing;
    }

    private void Count(Inventory before, Change change)
    {
        switch (change)
        {
            case Change.HostSet { Host: var host }:
                Host(before, host.Name, host);
                break;
            case Change.HostRemoved { Name: var name }:
                Host(before, name, null);
                break;
            case Change.AttributeWritten written when _areMany:
                _manyNames.Add(written.Name);
                _manyOwners.Add(written.Owner);
                break;
            case Change.AttributeWritten { Owner: var owner, Name: var name, Value: var value }:
                Attribute(before, owner, name, value);
                break;
            case Change.AttributeRemoved { Owner: var owner, Name: var name }:
                Attribute(before, owner, name, null);
                break;
            case Change.AttemptSet { Attempt: { MayInstall: true } attempt } when attempt.Id != before.AttemptOf(attempt.Host)?.Id:
                _armed.Add(attempt.Host);
                break;
            case Change.TokenSet or Change.WebhookSet or Change.PowerSwitched:
                _isTold = true;
                break;
            default:
                if (ThingSentence.Of(before, change) is { } thing)
                {
                    _things.Add(thing);
                }

                break;
        }
    }

    private void Host(Inventory before, HostName name, Host? after) =>
        _hosts[name] = (_hosts.TryGetValue(name, out var seen) ? seen.Before : before.HostOf(name), after);

    private void Attribute(Inventory before, AttributeOwner owner, AttributeName name, AttributeValue? after) =>
        _attributes[(owner, name)] = (_attributes.TryGetValue((owner, name), out var seen) ? seen.Before : before.AttributesOn(owner).Find(name), after);

    private IEnumerable<string> Hosts()
    {
        string[] added = [.. Named(pair => pair is { Before: null, After: not null })];
        string[] removed = [.. Named(pair => pair is { Before: not null, After: null })];
        if (added is [var now] && removed is [var old])
        {
            return [$"host {old} renamed {now}"];
        }

        var armed = Named(
            pair => pair is { Before: { } before, After: { Action: BootAction.Install } after }
                && (before.Action is not BootAction.Install || _armed.Contains(after.Name))).ToArray();
        var freed = Named(pair => pair is { Before: { Action: not BootAction.Os }, After.Action: BootAction.Os }).ToArray();
        var changed = Named(pair => pair is { Before: { } before, After: { } after } && !before.Equals(after with { Action = before.Action })).ToArray();
        return Told(
            ("added", added), ("removed", removed), ("changed", changed), ("set to install", armed),
            (freed.Length == 1 ? "set to boot its disk" : "set to boot their disks", freed));
    }

    private IEnumerable<string> Named(Func<(Host? Before, Host? After), bool> which) =>
        _hosts.Where(pair => which(pair.Value)).Select(pair => pair.Key.ToString());

    private static IEnumerable<string> Told(params (string Deed, string[] Names)[] deeds) =>
        from deed in deeds
        where deed.Names.Length > 0
        select deed.Names is [var one] ? $"host {one} {deed.Deed}" : $"{deed.Names.Length} hosts {deed.Deed}";

    private IEnumerable<string> Attributes()
    {
        // What goes with a host that goes, or comes with one that is renamed, is part of that.
        var told = _attributes.Where(pair => pair.Value.After is not null || pair.Value.Before is not null)
            .Where(pair => !(pair.Key.Owner.Scope is AttributeScope.Host && HostName.TryParse(pair.Key.Owner.Target, null, out var name)
                && _hosts.TryGetValue(name, out var host) && IsPart(host)))
            .ToLookup(pair => pair.Value.After is not null);
        string[] many = _areMany ? [$"{_manyNames.Count} attributes set{For([.. _manyOwners])}"] : [];
        return many.Concat(Attributes("set", [.. told[true]])).Concat(Attributes("removed", [.. told[false]]));

        bool IsPart((Host? Before, Host? After) host) =>
            host.After is null || (host.Before is null && _hosts.Values.Any(other => other is { Before: not null, After: null }));
    }

    private static IEnumerable<string> Attributes(
        string deed, KeyValuePair<(AttributeOwner Owner, AttributeName Name), (AttributeValue? Before, AttributeValue? After)>[] values)
    {
        if (values.Length == 0)
        {
            yield break;
        }

        var names = values.Select(pair => pair.Key.Name).Distinct().ToArray();
        var owners = values.Select(pair => pair.Key.Owner).Distinct().ToArray();
        var what = names is [var one] ? $"attr \"{one}\" {deed}" : $"{names.Length} attributes {deed}";
        var isForgotten = Array.Exists(
            values,
            pair => pair.Value is { Before.Shadow: true, After: null }
                && !SecretAttributes.IsSecret(pair.Key.Name) && !SecretAttributes.SoundsSecret(pair.Key.Name));
        yield return what + For(owners) + Secrecy(values.Select(pair => pair.Value))
            + (isForgotten ? "; it was a secret, so say shadow=yes when it is set again" : string.Empty);
    }

    private static string For(AttributeOwner[] owners) => owners switch
    {
        [{ Scope: AttributeScope.Global }] => string.Empty,
        [var one] => $" for {AuditTrail.Thing(one)}",
        _ when owners.All(owner => owner.Scope is AttributeScope.Host) => $" for {owners.Length} hosts",
        _ => $" at {owners.Length} places",
    };

    private static string Secrecy(IEnumerable<(AttributeValue? Before, AttributeValue? After)> values)
    {
        var all = values.ToArray();
        return Array.Exists(all, value => value is { Before.Shadow: true, After.Shadow: false }) ? ", readable from now on"
            : Array.Exists(all, value => value is { Before: not { Shadow: true }, After.Shadow: true }) ? ", secret from now on"
            : string.Empty;
    }

    private IEnumerable<string> Things() => _things
        .GroupBy(thing => (thing.Kind, thing.Deed))
        .Select(group => group.Select(thing => thing.Name).Distinct(StringComparer.Ordinal).ToArray() is [var one]
            ? $"{group.Key.Kind} {one} {group.Key.Deed}"
            : $"{group.Count()} {Plural(group.Key.Kind)} {group.Key.Deed}");

    private static string Plural(string kind) => kind.EndsWith('x') ? kind + "es" : kind + "s";
}
