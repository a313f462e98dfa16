using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("explain host attr", "Tells where the value of an attribute comes from, since when, and what it hides.",
    Detail = "The first row of a host is the value in effect; the rows below it are hidden by it.",
    Example = "explain host attr backend-0-0 attr=is_mesos_master")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("attr", ValueKind.Attribute, "Its name.", Required = true)]
[Row("host, attr, value?, scope, target, since:time?, effect:in effect|hidden")]
internal sealed class ExplainHostAttr : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        if (!AttributeName.TryParse(call.Text("attr"), null, out var name))
        {
            throw Expectations.Fault(call.Declaration, "\"attr\" parameter must be the name of one attribute");
        }

        var inventory = call.Inventory;
        var rows = 0;
        call.KeptTable();
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var first = true;
            foreach (var layer in inventory.AttributesOf(host).Layers(name))
            {
                await call.Output.RowAsync(
                    host.Name.ToString(), name.ToString(), AttributeListing.Shown(layer.Value), ScopeNames.Word(layer.Owner.Scope), layer.Owner.Target,
                    AttributeListing.Since(layer.Value), first ? "in effect" : "hidden");
                first = false;
                rows++;
            }
        }

        if (rows == 0)
        {
            throw new RefusedException(
                $"attr \"{name}\" is not defined for {(call.Arguments.Length == 1 ? call.Arguments[0] : "any of these hosts")} at any scope");
        }
    }
}
