using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("list host attr", "Lists the attributes of hosts as they resolve, and which scope each value comes from.",
    Detail = "A host for which an attribute is not defined has no row. \"stack explain host attr\" tells where a value comes from and what it hides.",
    Example = "list host attr backend attr=is_mesos_master")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("attr", ValueKind.Attribute, "Only these: a name, a pattern, or a prefix that ends in a dot.")]
[Parameter("shadow", ValueKind.Flag, "Whether secrets are listed, without their values; yes unless said otherwise.")]
[Parameter("var", ValueKind.Flag, "Whether what was set is listed; yes unless said otherwise.")]
[Parameter("const", ValueKind.Flag, "Whether what is computed is listed; yes unless said otherwise.")]
[Parameter(
    "display", ValueKind.Choice, "Which of them: all, those that have the same value on all these hosts, once (common), or the others (distinct).",
    Choices = "all|common|distinct")]
[Parameter("provenance", ValueKind.Flag, "Whether to show since when a value is set and what it overrides.")]
[Row("host, scope, attr, value?, source, ~since:time?, ~overrides, ~+type")]
internal sealed class ListHostAttr : ICommand
{
    /// <summary>Stacki's word for whose an attribute is that all the hosts have.</summary>
    private const string AllOfThem = "_common_";

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var wanted = new AttributeFilter(call.Find("attr"));
        if (call.Flag("provenance"))
        {
            await WithProvenanceAsync(call, inventory, wanted, cancel);
            return;
        }

        call.KeptTable("type");
        var walk = new AttributeWalk();
        var common = call.Find("display") is "common" or "distinct" ? Common(call, inventory, wanted) : null;
        var wantsCommon = call.Find("display") == "common";
        var told = new HashSet<AttributeName>();
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var name = host.Name.ToString();
            foreach (var attribute in Resolved(inventory.AttributesOf(host), wanted, walk))
            {
                var type = AttributeListing.Type(attribute.Value, attribute.Owner.Scope);
                if (!AttributeListing.IsWanted(call, type)
                    || (common is not null && (common.Contains(attribute.Name) != wantsCommon || (wantsCommon && !told.Add(attribute.Name)))))
                {
                    continue;
                }

                await call.Output.RowAsync(
                    wantsCommon ? AllOfThem : name,
                    ScopeNames.Word(attribute.Owner.Scope),
                    attribute.Name.ToString(),
                    AttributeListing.Shown(attribute.Value),
                    ScopeNames.Letter(attribute.Owner.Scope),
                    type);
            }
        }
    }

    /// <summary>The attributes that all these hosts have, with one value.</summary>
    private static HashSet<AttributeName> Common(CommandCall call, Inventory inventory, AttributeFilter wanted)
    {
        var hosts = call.HostsOrAll(inventory);
        var seen = new Dictionary<AttributeName, (string Text, int Count)>();
        var walk = new AttributeWalk();
        foreach (var host in hosts)
        {
            foreach (var attribute in Resolved(inventory.AttributesOf(host), wanted, walk))
            {
                var before = seen.GetValueOrDefault(attribute.Name, (attribute.Value.Text, Count: 0));
                seen[attribute.Name] = (before.Text, before.Text == attribute.Value.Text ? before.Count + 1 : int.MinValue);
            }
        }

        return [.. seen.Where(pair => pair.Value.Count == hosts.Length).Select(pair => pair.Key)];
    }

    private static async Task WithProvenanceAsync(CommandCall call, Inventory inventory, AttributeFilter wanted, CancellationToken cancel)
    {
        call.KeptTable("since", "overrides");
        var walk = new AttributeWalk();
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var attributes = inventory.AttributesOf(host);
            foreach (var attribute in Resolved(attributes, wanted, walk))
            {
                var hidden = attributes.Layers(attribute.Name).Skip(1)
                    .Select(layer => $"{ScopeNames.Word(layer.Owner.Scope)}={AttributeListing.Shown(layer.Value)}");
                await call.Output.RowAsync(
                    host.Name.ToString(),
                    ScopeNames.Word(attribute.Owner.Scope),
                    attribute.Name.ToString(),
                    AttributeListing.Shown(attribute.Value),
                    ScopeNames.Letter(attribute.Owner.Scope),
                    AttributeListing.Since(attribute.Value),
                    string.Join(' ', hidden));
            }
        }
    }

    private static IEnumerable<ResolvedAttribute> Resolved(HostAttributes attributes, AttributeFilter wanted, AttributeWalk walk)
    {
        if (wanted.Exact is { } name)
        {
            return attributes.Find(name) is { } one ? [one] : [];
        }

        return wanted.IsAll ? attributes.All(walk) : attributes.All(walk).Where(attribute => wanted.Accepts(attribute.Name));
    }
}
