using BootService.Commands.Catalog;
using BootService.Commands.Ports;

namespace BootService.Commands.Verbs;

[Command("list network server", "Lists other DHCP servers that were heard on the boot networks, and what to do about them.",
    Detail = "Each boot interface is asked once a minute, as a machine that does not exist; a server that has not answered for five minutes is gone from the "
        + "list. "
        + "\"stack check network\" asks at once.",
    Example = "list network server")]
[Row("interface, server:address, mac:mac?, offers:address?, file?, first:time, last:time, verdict:fine|note|unknown|wrong, result, what to do?")]
internal sealed class ListNetworkServer(IServerWatch watch) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.FlatTable();
        foreach (var seen in watch.Seen.All)
        {
            cancel.ThrowIfCancellationRequested();
            var (server, finding) = (seen.Server, watch.Judge(seen));
            await call.Output.RowAsync(
                seen.Interface, server.Address.ToString(), server.Mac.IsZero ? null : server.Mac.ToString(),
                server.Offered.IsAny ? null : server.Offered.ToString(),
                server.BootFile, Time(seen.First), Time(seen.Last), finding.Verdict.ToString().ToLowerInvariant(), finding.Result, finding.Remedy);
        }
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
