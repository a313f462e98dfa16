using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;

namespace BootService.Commands.Verbs;

[Command("check cluster", "Looks at the frontends that share the database, and at the database: what would be lost with one of them, and what to do.",
    Detail = "Nothing is changed. The exit code is 1 when something is wrong: a frontend that is away, clocks that differ by more than 30 seconds, a database "
        + "that does not answer or does not keep what it acknowledges.",
    Example = "check cluster")]
[Row("check, verdict:fine|note|unknown|wrong, result, what to do?")]
internal sealed class CheckCluster(IClusterDoctor doctor) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel) =>
        await FindingTable.WriteAsync(call, await doctor.ExamineClusterAsync(cancel), "the cluster");
}
