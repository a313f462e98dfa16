using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("enable discovery", "Adds machines that boot from the network and are not known.",
    Detail = "They are named in the order they come, appliance-rack-0, -1, ..., and get addresses from the top of the network downward. They are not installed "
        + "unless install=yes.",
    Example = "enable discovery appliance=backend rack=0 install=no")]
[Parameter("appliance", ValueKind.Appliance, "The appliance they become.", Required = true)]
[Parameter("rack", ValueKind.Number, "The rack they are put in.", Required = true)]
[Parameter("rank", ValueKind.Number, "The first rank; 0 unless said otherwise.")]
[Parameter("install", ValueKind.Flag, "Whether they are installed at once; no unless said otherwise.")]
internal sealed class EnableDiscovery : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => call.CommitAsync(
        inventory =>
        {
            var appliance = HostRules.Appliance(inventory, call.Text("appliance"));
            if (appliance.Node is null)
            {
                throw new RefusedException($"appliance {appliance.Name} has no node, so its hosts cannot be installed: no machine is made one by itself");
            }

            return
            [
                Set(call, Discovery.ApplianceAttribute, appliance.Name),
                Set(call, Discovery.RackAttribute, call.Text("rack")),
                Set(call, Discovery.RankAttribute, call.Find("rank") ?? "0"),
                Set(call, Discovery.InstallAttribute, call.Flag("install") ? "true" : "false"),
            ];
        },
        cancel);

    private static Change.AttributeWritten Set(CommandCall call, AttributeName name, string text) =>
        new(AttributeOwner.Global, name, new AttributeValue(text, Shadow: false, call.Now));
}
