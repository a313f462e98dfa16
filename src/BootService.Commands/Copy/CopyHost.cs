using BootService.Commands.Catalog;
using BootService.Commands.Output;

namespace BootService.Commands.Verbs;

[Command("copy host", "Copies a file or a folder of the caller's to hosts over ssh, with the keys of whoever calls.",
    Detail = "The last two arguments are the file and where it goes, or file= and dest=. The exit code is 1 when a host was down or did not take it.",
    Example = "copy host backend /etc/motd /etc/motd")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("file", ValueKind.Path, "The file or folder, as the caller can read it.")]
[Parameter("dest", ValueKind.Text, "Where it goes on the hosts; the same path unless said otherwise.")]
[Parameter("timeout", ValueKind.Number, "Seconds a host may take; 0, the default, is without end.")]
[Parameter("threads", ValueKind.Number, "How many hosts at once; 32 unless said otherwise.")]
[Row("host, output, exit:number?")]
internal sealed class CopyHost : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var words = call.Arguments;
        var file = call.Find("file");
        var destination = call.Find("dest");
        if (file is null && words.Length > 2 && destination is null)
        {
            (file, destination, words) = (words[^2], words[^1], words[..^2]);
        }
        else if (file is null && words.Length > 1)
        {
            (file, words) = (words[^1], words[..^1]);
        }

        if (string.IsNullOrEmpty(file))
        {
            throw Expectations.Fault(call.Declaration, "\"file\" parameter is required");
        }

        var source = call.PathOf(file);
        var hosts = call.HostsNamed(call.Inventory, words);
        call.Table();
        call.Output.RunOnHosts(new RemoteRun([.. hosts.Select(host => (host.Name.ToString(), host.Address ?? default))], string.Empty)
        {
            Threads = Math.Max(1, call.Number("threads") ?? 32),
            Timeout = TimeSpan.FromSeconds(call.Number("timeout") ?? 0),
            Copy = (source, string.IsNullOrEmpty(destination) ? source : destination),
        });
        return Task.CompletedTask;
    }
}
