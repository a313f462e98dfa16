using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Profiles;

namespace BootService.Commands.Verbs;

[Command("list host xml", "Shows the node XML of hosts in order as one document, their attributes as its entities.",
    Detail = "Nothing is evaluated yet: conditions and entities stand as they are written. Secrets are masked.",
    Example = "list host xml backend-0-0")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Row("host, xml")]
internal sealed class ListHostXml(IProfiles profiles) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var sources = profiles.Look(inventory, call.MayChange);
        return ProfilePreview.ListAsync(call, host => Xml(inventory, sources, host), cancel);
    }

    private static ProfilePreview Xml(Inventory inventory, IProfileSources sources, Host host)
    {
        try
        {
            var attributes = inventory.AttributesOf(host).All()
                .Select(attribute => KeyValuePair.Create(attribute.Name.ToString(), attribute.Value.Shadow ? ReportUrls.Mask : attribute.Value.Text));
            return new ProfilePreview(sources.Templates(host.Box).ToHostXml(sources.Preview(host), attributes), []);
        }
        catch (RefusedException fault)
        {
            return new ProfilePreview(null, [fault.Message]);
        }
    }
}
