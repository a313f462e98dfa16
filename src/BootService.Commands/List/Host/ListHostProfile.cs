using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Core;

namespace BootService.Commands.Verbs;

[Command("list host profile", "Shows the kickstart that hosts would install from, in Stacki's XML wrapper.",
    Detail = "Secrets are masked. A profile that does not render is an error that names file, line and column.",
    Example = "list host profile backend-0-0")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
internal sealed class ListHostProfile(IProfiles profiles) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.Output.Table(new TableShape(["host", "profile"]) { Plain = true });
        var faults = 0;
        foreach (var host in call.HostsOrAll(inventory))
        {
            cancel.ThrowIfCancellationRequested();
            var rendered = profiles.Render(inventory, host);
            faults += rendered.Faults.Length;
            if (rendered.Faults.Length == 1 && call.Arguments.Length == 1)
            {
                throw new RefusedException(rendered.Faults[0]);
            }

            foreach (var fault in rendered.Faults)
            {
                call.Output.Fault($"{host.Name}: {fault}");
            }

            if (rendered.Text is { } text)
            {
                await call.Output.RowAsync(host.Name.ToString(), text);
            }
        }

        if (faults > 0)
        {
            throw new RefusedException($"{faults} faults keep profiles from rendering");
        }
    }
}
