using System.Text.RegularExpressions;
using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Profiles.Conditions;

namespace BootService.Core.Hosts;

/// <summary>Finds the hosts whose attributes fulfil a condition: <c>[rack==1 and is_mesos_slave]</c>.</summary>
internal static partial class HostCondition
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

        var asksForState = stateOf is not null && condition!.Attributes.Contains(State) && !Knows(inventory, State);
        var unknown = condition!.Attributes.FirstOrDefault(name => !(asksForState && name == State) && !Knows(inventory, name));
        if (unknown is not null)
        {
            throw new RefusedException(
                $"group syntax \"{word}\": no attribute is called \"{unknown}\"{Spelling.DidYouMean(unknown, KnownNames.Of(inventory))}");
        }

        if (!asksForState)
        {
            return inventory.Hosts.Values.Where(host => condition.Holds(inventory.AttributesOf(host).Text));
        }

        // Whoever misspells a state would be shown no host, and believe it.
        return StateAskedFor().Matches(text).Select(match => match.Groups["state"].Value)
            .FirstOrDefault(state => !HostPattern.StateWords.Contains(state)) is { } none
            ? throw new RefusedException($"group syntax \"{word}\": no host can be \"{none}\": states are {string.Join(", ", HostPattern.StateWords)}")
            : inventory.Hosts.Values.Where(host => condition.Holds(name => name == State ? stateOf!(host) : inventory.AttributesOf(host).Text(name)));
    }

    private static bool Knows(Inventory inventory, string name) => AttributeName.TryParse(name, null, out var parsed) && inventory.Knows(parsed);

    [GeneratedRegex("""\bstate\s*[=!]=\s*['"]?(?<state>[^'"\s\])]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StateAskedFor();
}
