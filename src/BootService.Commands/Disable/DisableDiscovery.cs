using BootService.Commands.Catalog;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("disable discovery", "Leaves machines that are not known alone again; hosts that were discovered stay.", Example = "disable discovery")]
internal sealed class DisableDiscovery : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) =>
        call.CommitAsync(_ => [new Change.AttributeRemoved(AttributeOwner.Global, Discovery.ApplianceAttribute)], cancel);
}
