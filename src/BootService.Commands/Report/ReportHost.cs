using BootService.Commands.Catalog;
using BootService.Core.Hosts;

namespace BootService.Commands.Verbs;

[Command("report host", "Writes a hosts file that names every address the appliance knows.", Example = "report host")]
internal sealed class ReportHost : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Output.Message("127.0.0.1\tlocalhost.localdomain localhost\n" + HostsFile.Lines(call.Inventory).TrimEnd('\n'));
        return Task.CompletedTask;
    }
}
