using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
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
        _ => [.. call.Arguments.Select(word => new AttributeOwner(scope, word)).Distinct()],
    };

    /// <summary>What is to be listed: the arguments, or everything at this scope, in the order of names.</summary>
    public static IEnumerable<AttributeOwner> ToList(CommandCall call, Inventory inventory, AttributeScope scope) =>
        !call.Arguments.IsEmpty || scope is AttributeScope.Global
            ? ToChange(call, inventory, scope)
            : inventory.OwnersAt(scope).OrderBy(owner => owner.Target, StringComparer.Ordinal);
}
