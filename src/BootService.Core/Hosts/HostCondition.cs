using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Profiles.Conditions;

namespace BootService.Core.Hosts;

/// <summary>Finds the hosts whose attributes fulfil a condition: <c>[rack==1 and is_mesos_slave]</c>.</summary>
internal static class HostCondition
{
    /// <summary>What a condition calls how a host stands, unless an attribute of the site's own is called so.</summary>
    private const string State = "state";

    /// <exception cref="RefusedException">The text is no condition, or asks for an attribute that nothing has.</exception>
    public static IEnumerable<Host> Select(Inventory inventory, string text, string word, Func<Host, string>? stateOf)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new RefusedException($"group syntax \"{word}\": there is no condition in it");
        }

        if (Condition.ParseTyped(text, out var condition) is { } fault)
        {
            throw new RefusedException($"group syntax \"{word}\": {fault.Sentence} (character {fault.Column} of the condition)");
        }

        // A state is a word that stands for itself: [state==failing] needs no quotes.
        var states = stateOf is not null && condition!.Attributes.Contains(State) && !Knows(inventory, State) ? HostPattern.StateWords : [];
        var unknown = condition!.Attributes.FirstOrDefault(name => !(states.Count > 0 && (name == State || states.Contains(name))) && !Knows(inventory, name));
        if (unknown is not null)
        {
            var known = states.Count > 0 ? states.Concat(KnownNames.Of(inventory)) : KnownNames.Of(inventory);
            throw new RefusedException(
                $"group syntax \"{word}\": no attribute {(states.Count > 0 ? "or state " : string.Empty)}is called \"{unknown}\"{Spelling.DidYouMean(unknown, known)}");
        }

        return states.Count == 0
            ? inventory.Hosts.Values.Where(host => condition.Holds(inventory.AttributesOf(host).Text))
            : inventory.Hosts.Values.Where(host => condition.Holds(name =>
                name == State ? stateOf!(host) : states.Contains(name) && !Knows(inventory, name) ? name : inventory.AttributesOf(host).Text(name)));
    }

    private static bool Knows(Inventory inventory, string name) => AttributeName.TryParse(name, null, out var parsed) && inventory.Knows(parsed);
}
