using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("list attr", "Lists the global attributes, those the appliance computes among them.", Example = "list attr attr=Kickstart_*")]
[Parameter("attr", ValueKind.Attribute, "Only these: a name, a pattern, or a prefix that ends in a dot.")]
[Parameter("shadow", ValueKind.Flag, "Whether secrets are listed, without their values; yes unless said otherwise.")]
[Parameter("var", ValueKind.Flag, "Whether what was set is listed; yes unless said otherwise.")]
[Parameter("const", ValueKind.Flag, "Whether what is computed is listed; yes unless said otherwise.")]
[Parameter("help", ValueKind.Flag, "Whether to tell instead what the well-known attributes mean, set or not.")]
[Row("~scope, attr, ~value?, ~source, ~+type, ~help")]
internal sealed class ListAttr : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var wanted = new AttributeFilter(call.Find("attr"));
        if (call.Flag("help"))
        {
            call.Output.Table(call.ShapeOf("attr", "help") with { Owner = false });
            foreach (var (name, help) in WellKnownAttributes.All.Where(known => wanted.Accepts(AttributeName.Parse(known.Name))))
            {
                await call.Output.RowAsync(name, help);
            }

            return;
        }

        call.FlatTable("scope", "value", "source", "type");
        var assumed = DefaultAttributes.OfFrontend(inventory).Where(entry => inventory.AttributesOn(AttributeOwner.Global).Find(entry.Name) is null);
        var stored = inventory.AttributesOn(AttributeOwner.Global).Select(entry => (entry.Name, entry.Value, Scope: AttributeScope.Global));
        var computed = IntrinsicAttributes.OfFrontend(inventory).Concat(assumed).Select(entry => (entry.Name, entry.Value, Scope: AttributeScope.Intrinsic));
        foreach (var (name, value, scope) in stored.Concat(computed).Where(attribute => wanted.Accepts(attribute.Name)).OrderBy(attribute => attribute.Name))
        {
            if (AttributeListing.Type(value, scope) is var type && AttributeListing.IsWanted(call, type))
            {
                await call.Output.RowAsync(ScopeNames.Word(scope), name.ToString(), AttributeListing.Shown(value), ScopeNames.Letter(scope), type);
            }
        }
    }
}
