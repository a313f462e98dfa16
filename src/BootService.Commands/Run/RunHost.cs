using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("run host", "Runs a command on hosts over ssh, with the keys of whoever calls.",
    Detail = "The command is the last argument, what follows --, or command=. A host that does not answer on port 22 shows the word down. "
        + "Without command= at least one host must be named. "
        + "The exit code is 1 when a host was down, was not done in time, or its command failed; with fold=yes hosts that print the same are shown once. "
        + "With output=FOLDER what a host prints is also kept there, in a file of its name.",
    Example = "run host backend \"reboot\"")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("command", ValueKind.Text, "What is run there.")]
[Parameter(
    "managed", ValueKind.Flag,
    "Whether hosts that are reached through a group must have a true attribute managed, if they have it at all; yes unless said otherwise.")]
[Parameter("timeout", ValueKind.Number, "Seconds a host may take; 0, the default, is without end.")]
[Parameter("delay", ValueKind.Number, "Seconds between the starts of two hosts.")]
[Parameter("collate", ValueKind.Flag, "Whether output is shown host by host; yes unless said otherwise.")]
[Parameter("fold", ValueKind.Flag, "Whether hosts that print the same are shown together, with their range; no unless said otherwise.")]
[Parameter("output", ValueKind.Path, "A folder of the caller's in which the output of each host is kept, in a file of its name; made when it is not there.")]
[Parameter("threads", ValueKind.Number, "How many hosts at once; 128 unless said otherwise.")]
[Parameter("num-threads", ValueKind.Number, "The same, as it was called in Stacki 1.0.")]
[Parameter("x11", ValueKind.Flag, "Whether windows are forwarded.")]
[Row("host, output, exit:number?")]
internal sealed class RunHost : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var words = call.Arguments;
        var command = call.Find("command");
        if (command is null && words.Length > 1)
        {
            (command, words) = (words[^1], words[..^1]);
        }

        if (command is ['\u201C', .. var quoted])
        {
            // Copied from a page with typographic quotes, which the shell leaves in place.
            command = quoted.TrimEnd('\u201D', '"');
        }

        if (command is null && words is [var only])
        {
            throw Expectations.Fault(
                call.Declaration, IsHostWord(call.Inventory, only)
                    ? "\"command\" parameter is required"
                    : $"a host is missing: \"{only}\" names none, and is taken for the command");
        }

        if (string.IsNullOrEmpty(command))
        {
            throw Expectations.Fault(call.Declaration, "\"command\" parameter is required");
        }

        var inventory = call.Inventory;
        var hosts = call.HostsNamed(inventory, words).Where(host => !call.Flag("managed", otherwise: true) || IsManaged(inventory, host, words));
        if (call.Flag("fold"))
        {
            // Which hosts they are is all that a folded line has to say beside the line.
            call.KeptTable();
        }
        else
        {
            call.Table();
        }

        call.Output.RunOnHosts(new RemoteRun([.. hosts.Select(host => (host.Name.ToString(), host.Address ?? default))], command)
        {
            Threads = Math.Max(1, call.Number("threads") ?? call.Number("num-threads") ?? 128),
            Timeout = TimeSpan.FromSeconds(call.Number("timeout") ?? 0),
            Delay = TimeSpan.FromSeconds(call.Number("delay") ?? 0),
            Collate = call.Flag("collate", otherwise: true),
            X11 = call.Flag("x11"),
            Fold = call.Flag("fold"),
            Folder = call.Find("output") is { Length: > 0 } folder ? call.PathOf(folder) : null,
        });
        return Task.CompletedTask;
    }

    // What names hosts stands without a command; what names none was meant to be run somewhere.
    private static bool IsHostWord(Inventory inventory, string word)
    {
        try
        {
            Core.Hosts.HostPattern.Resolve(inventory, [word]);
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    /// <summary>A host named for itself is run on whatever it is; one reached through a group must be managed.</summary>
    internal static bool IsManaged(Inventory inventory, Core.Hosts.Host host, IEnumerable<string> words) =>
        words.Contains(host.Name.ToString(), StringComparer.OrdinalIgnoreCase)
        || (inventory.AttributesOf(host).Text("managed") is { } managed
            ? Grammar.Keywords.Truth(managed) is true
            : inventory.Appliances.GetValueOrDefault(host.Appliance)?.IsPublic ?? true);
}
