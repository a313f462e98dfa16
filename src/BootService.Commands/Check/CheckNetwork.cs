using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;

namespace BootService.Commands.Verbs;

[Command("check network", "Looks at the boot network: other DHCP servers, ports, addresses, ARP, MTU, loaders, firewall; says what is wrong and what to do.",
    Detail = "Other DHCP servers are found by asking the segment as a machine that does not exist, which takes five seconds. Nothing is changed. The exit code "
        + "is 1 when something is wrong. The same checks run at each start, as warnings in the log, and other DHCP servers are looked for all the time (\"list "
            + "network server\").",
    Example = "check network")]
[Row("check, verdict:fine|note|unknown|wrong, result, what to do?")]
internal sealed class CheckNetwork(INetworkDoctor doctor) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel) =>
        await FindingTable.WriteAsync(call, await doctor.ExamineAsync(cancel), "the boot network");
}
