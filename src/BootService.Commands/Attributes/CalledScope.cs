using System.Collections.Immutable;
using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Attributes;

/// <summary>The scope that the words of a call name, for verbs that are the same at every scope: <c>add storage partition</c>, <c>add host storage
/// partition</c>.</summary>
internal static class CalledScope
{
    /// <summary>The columns of <see cref="OwnerKey"/>, one of which is there where the words name a scope.</summary>
    public const string OwnerColumns = ", ~+host, ~+appliance, ~+os, ~+environment";

    /// <summary>The scope; global when the words name none.</summary>
    public static AttributeScope Of(CommandCall call) => call.CalledAs.ElementAtOrDefault(1) switch
    {
        "host" => AttributeScope.Host,
        "appliance" => AttributeScope.Appliance,
        "os" => AttributeScope.Os,
        "environment" => AttributeScope.Environment,
        _ => AttributeScope.Global,
    };

    /// <summary>What Stacki's tables of one scope called the column of whose row it is; nothing where the call is about all scopes.</summary>
    public static ImmutableArray<string> OwnerKey(CommandCall call) => Of(call) is var scope && scope is AttributeScope.Global ? [] : [ScopeNames.Word(scope)];

    /// <summary>The cells of that column.</summary>
    public static Cell[] OwnerCell(CommandCall call, AttributeOwner owner) => Of(call) is AttributeScope.Global ? [] : [owner.Target];

    /// <summary>What is to be changed.</summary>
    /// <exception cref="Grammar.NotUnderstoodException">Nothing is named where something must be, or something where nothing can.</exception>
    /// <exception cref="Core.RefusedException">A word names nothing.</exception>
    public static IReadOnlyCollection<AttributeOwner> ToChange(CommandCall call, Inventory inventory)
    {
        var scope = Of(call);
        Check(call, scope);
        return scope is not AttributeScope.Global && call.Arguments.IsEmpty
            ? throw Expectations.Fault(call.Declaration, $"\"{call.CalledAs[1]}\" argument is required: stack {string.Join(' ', call.CalledAs)} NAME")
            : AttributeOwners.ToChange(call, inventory, scope);
    }

    /// <summary>What is to be listed: what is named, or all of the scope; of everything when no scope is.</summary>
    public static IEnumerable<AttributeOwner> ToList(CommandCall call, Inventory inventory)
    {
        var scope = Of(call);
        Check(call, scope);
        return scope is not AttributeScope.Global
            ? AttributeOwners.ToList(call, inventory, scope)
            : All(inventory);
    }

    /// <summary>
    /// The attributes under a prefix that a call lists: of hosts as they resolve, like <c>list host attr</c>, of other scopes as they are set. An empty value
    /// takes a wider
    /// scope's away and is not among those of hosts.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="inventory">The state.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <returns>Whose each is, where it is set, its name and its text.</returns>
    public static IEnumerable<(AttributeOwner Owner, AttributeOwner From, string Name, string Text)> Under(CommandCall call, Inventory inventory, string prefix)
    {
        if (Of(call) is AttributeScope.Host)
        {
            return call.HostsOrAll(inventory).SelectMany(host =>
            {
                var attributes = inventory.AttributesOf(host);
                return attributes.NamesUnder(prefix).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(name => attributes.Find(AttributeName.Parse(name))).OfType<ResolvedAttribute>()
                    .Select(found => (AttributeOwner.Of(host.Name), found.Owner, found.Name.ToString(), found.Value.Text));
            });
        }

        return ToList(call, inventory).SelectMany(owner =>
        {
            var set = inventory.AttributesOn(owner);
            return set.Under(prefix).Select(name => (owner, owner, name.ToString(), set.Find(name)!.Text));
        });
    }

    /// <summary>Everything that has attributes, the widest scope first.</summary>
    public static IEnumerable<AttributeOwner> All(Inventory inventory) => Scopes.SelectMany(scope =>
        scope is AttributeScope.Global ? (IEnumerable<AttributeOwner>)[AttributeOwner.Global]
            : inventory.OwnersAt(scope).OrderBy(owner => owner.Target, StringComparer.Ordinal));

    /// <summary>An owner as spreadsheets name it in their first column.</summary>
    public static string Word(AttributeOwner owner) => owner.Scope switch
    {
        AttributeScope.Global => "global",
        AttributeScope.Os => $"o:{owner.Target}",
        AttributeScope.Environment => $"e:{owner.Target}",
        _ => owner.Target,
    };

    private static readonly AttributeScope[] Scopes =
        [AttributeScope.Global, AttributeScope.Os, AttributeScope.Appliance, AttributeScope.Environment, AttributeScope.Host];

    private static void Check(CommandCall call, AttributeScope scope)
    {
        if (scope is AttributeScope.Global && !call.Arguments.IsEmpty)
        {
            var (first, rest) = (call.CalledAs[0], string.Join(' ', call.CalledAs.Skip(1)));
            throw Expectations.Fault(call.Declaration,
                $"\"{call.Arguments[0]}\" has no place here: stack {first} host {rest} is for hosts, and appliance, os and environment in its place for those");
        }
    }
}
