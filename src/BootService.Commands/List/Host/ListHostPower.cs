using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Commands.Power;
using BootService.Core.Power;

namespace BootService.Commands.Verbs;

[Command("list host power", "Asks hosts' power switches whether the hosts are on.",
    Detail = "Those that cannot be asked come first, each with what to do, and then the exit code is 1. \"stack set host power\" switches.",
    Example = "list host power backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Row(PowerTable.Row)]
internal sealed class ListHostPower(IPowerSwitch power) : ICommand
{
    private static readonly PowerPace Pace = new(64, TimeSpan.Zero, TimeSpan.FromSeconds(20));

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;

        // Unasked for, only those are asked that have a switch.
        var hosts = call.Arguments.IsEmpty
            ? [.. call.HostsOrAll(inventory).Where(host => PowerRoutes.Of(inventory, host, PowerCommand.Status) is not PowerRoute.None)]
            : call.HostsToChange(inventory);
        var done = 0;
        var results = await new PowerRound(power, inventory, PowerCommand.Status, Pace, call.Time).RunAsync(
            hosts,
            async (_, _) => await call.Output.ProgressAsync($"power status: {++done} of {hosts.Length} hosts", done, hosts.Length),
            cancel);
        await PowerTable.ShowAsync(call, PowerCommand.Status, results);
    }
}
