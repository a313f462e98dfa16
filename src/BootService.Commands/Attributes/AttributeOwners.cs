using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Attributes;

/// <summary>Finds what the arguments of an attribute verb name at its scope.</summary>
internal static class AttributeOwners
{
    /// <summary>What is to be changed; the arguments are there, or the scope is global and needs none.</summary>
    /// <exception cref="Core.RefusedException">An argument names nothing.</exception>
    public static IReadOnlyCollection<AttributeOwner> ToChange(CommandCall call, Inventory inventory, AttributeScope scope) => scope switch
    {
        AttributeScope.Global => [AttributeOwner.Global],
        AttributeScope.Host => [.. call.HostsToChange(inventory).Select(host => AttributeOwner.Of(host.Name))],
        AttributeScope.Appliance =>
            [.. NamePatterns.Expanded(call.Arguments, "appliance", inventory.Appliances.Keys)
                .Select(word => new AttributeOwner(scope, HostRules.Appliance(inventory, word).Name)).Distinct()],
        _ => [.. call.Arguments.Select(word => Named(inventory, scope, word)).Distinct()],
    };

    /// <summary>An os or an environment, which may come with what is set for it.</summary>
    /// <exception cref="RefusedException">It cannot be called so.</exception>
    public static AttributeOwner Named(Inventory inventory, AttributeScope scope, string word)
    {
        if (scope is AttributeScope.Os || !inventory.KnowsEnvironment(word))
        {
            _ = scope is AttributeScope.Environment ? HostRules.NewEnvironment(inventory, word) : HostRules.Word("os", word);
        }

        return new AttributeOwner(scope, word);
    }

    /// <summary>What is to be listed: the arguments, or everything at this scope, in the order of names.</summary>
    public static IEnumerable<AttributeOwner> ToList(CommandCall call, Inventory inventory, AttributeScope scope) =>
        call.Arguments.IsEmpty && scope is not AttributeScope.Global
            ? inventory.OwnersAt(scope).OrderBy(owner => owner.Target, StringComparer.Ordinal)
        : scope is AttributeScope.Os or AttributeScope.Environment ? [.. call.Arguments.Select(word => Existing(inventory, scope, word)).Distinct()]
        : ToChange(call, inventory, scope);

    private static AttributeOwner Existing(Inventory inventory, AttributeScope scope, string word)
    {
        var owner = new AttributeOwner(scope, word);
        if (IsKnown(inventory, owner))
        {
            return owner;
        }

        var (what, known) = scope is AttributeScope.Os ? ("os", inventory.OwnersAt(scope).Select(other => other.Target).Concat(NameRules.OsFamilies))
            : ("environment", inventory.EnvironmentNames());
        throw new RefusedException($"unknown {what} \"{word}\"{Spelling.DidYouMean(word, known)}");
    }

    /// <summary>Whether a word is an operating system family that Stacki or we have, or one that has attributes.</summary>
    public static bool IsOs(Inventory inventory, string word) =>
        NameRules.OsFamilies.Contains(word) || inventory.AttributesOn(new AttributeOwner(AttributeScope.Os, word)).Count > 0;

    private static bool IsKnown(Inventory inventory, AttributeOwner owner) => owner.Scope is AttributeScope.Environment
        ? inventory.KnowsEnvironment(owner.Target)
        : IsOs(inventory, owner.Target) || inventory.Hosts.Values.Any(host => host.Os == owner.Target)
            || inventory.Pallets.Keys.Any(pallet => pallet.Os == owner.Target);
}
