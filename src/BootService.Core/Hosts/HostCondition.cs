using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Profiles.Conditions;

namespace BootService.Core.Hosts;

/// <summary>Finds the hosts whose attributes fulfil a condition: <c>[rack==1 and is_mesos_slave]</c>.</summary>
internal static class HostCondition
{
    /// <exception cref="RefusedException">The text is no condition, or asks for an attribute that nothing has.</exception>
    public static IEnumerable<Host> Select(Inventory inventory, string text, string word)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new RefusedException($"group syntax \"{word}\": there is no condition in it");
        }

        if (Condition.ParseTyped(text, out var condition) is { } fault)
        {
            throw new RefusedException($"group syntax \"{word}\": {fault.Sentence} (character {fault.Column} of the condition)");
        }

        var unknown = condition!.Attributes.FirstOrDefault(name => !AttributeName.TryParse(name, null, out var parsed) || !inventory.Knows(parsed));
        if (unknown is not null)
        {
            throw new RefusedException($"group syntax \"{word}\": no attribute is called \"{unknown}\"{Spelling.DidYouMean(unknown, KnownNames.Of(inventory))}");
        }

        return inventory.Hosts.Values.Where(host => condition.Holds(inventory.AttributesOf(host).Text));
    }
}
