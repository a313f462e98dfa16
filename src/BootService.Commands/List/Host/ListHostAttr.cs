using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("list host attr", "Lists the attributes of hosts as they resolve, and which scope each value comes from.",
    Detail = "A host for which an attribute is not defined has no row. \"stack explain host attr\" tells where a value comes from and what it hides.",
    Example = "list host attr backend attr=is_mesos_master")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("attr", ValueKind.Attribute, "Only these: a name, a pattern, or a prefix that ends in a dot.")]
[Parameter("provenance", ValueKind.Flag, "Whether to show since when a value is set and what it overrides.")]
internal sealed class ListHostAttr : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var wanted = new AttributeFilter(call.Find("attr"));
        if (call.Flag("provenance"))
        {
            await WithProvenanceAsync(call, inventory, wanted, cancel);
            return;
        }

        call.KeptTable("host", "scope", "attr", "value", "source");
        var walk = new AttributeWalk();
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var name = host.Name.ToString();
            foreach (var attribute in Resolved(inventory.AttributesOf(host), wanted, walk))
            {
                await call.Output.RowAsync(
                    name,
                    ScopeWords.Word(attribute.Owner.Scope),
                    attribute.Name.ToString(),
                    AttributeListing.Shown(attribute.Value),
                    ScopeWords.Letter(attribute.Owner.Scope));
            }
        }
    }

    private static async Task WithProvenanceAsync(CommandCall call, Inventory inventory, AttributeFilter wanted, CancellationToken cancel)
    {
        call.KeptTable("host", "scope", "attr", "value", "source", "since", "overrides");
        var walk = new AttributeWalk();
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var attributes = inventory.AttributesOf(host);
            foreach (var attribute in Resolved(attributes, wanted, walk))
            {
                var hidden = attributes.Layers(attribute.Name).Skip(1).Select(layer => $"{ScopeWords.Word(layer.Owner.Scope)}={AttributeListing.Shown(layer.Value)}");
                await call.Output.RowAsync(
                    host.Name.ToString(),
                    ScopeWords.Word(attribute.Owner.Scope),
                    attribute.Name.ToString(),
                    AttributeListing.Shown(attribute.Value),
                    ScopeWords.Letter(attribute.Owner.Scope),
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
