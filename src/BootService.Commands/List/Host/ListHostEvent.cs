using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Events;
using BootService.Core.Stores;
using BootService.Protocols.Road;

namespace BootService.Commands.Verbs;

[Command("list host event", "Lists what the servers did and refused for hosts, oldest first.",
    Detail = "Without a host the events of machines we do not know are shown too.",
    Example = "list host event backend-0-0")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Parameter("most", ValueKind.Number, "At most so many of the newest; 200 unless said otherwise.")]
[Row("host, time:time, attempt:number?, stage, outcome, what, why?, address:address?, bytes:number?, milliseconds:fraction")]
internal sealed class ListHostEvent(IBootEventStore events) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var wantsAll = call.Arguments.IsEmpty && call.SeesAll;
        string[] names = wantsAll ? [] : [.. call.HostsOrAll(call.Inventory).Select(host => host.Name.ToString())];
        call.KeptTable();
        if (names.Length == 0 && !wantsAll)
        {
            return;
        }

        foreach (var happened in await events.ListAsync(names, call.Number("most") ?? 200, cancel))
        {
            await call.Output.RowAsync(
                happened.Host ?? (happened.Mac.IsZero ? happened.Address.ToString() : happened.Mac.ToString()),
                happened.At.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"),
                happened.Attempt == 0 ? default(Cell) : happened.Attempt,
                EventSentences.Stage(happened),
                EventSentences.Outcome(happened),
                EventSentences.What(happened),
                EventSentences.Why(happened),
                happened.Address.IsAny ? default(Cell) : Cell.Of<Protocols.Net.Ipv4>(happened.Address),
                happened.Stage is BootStage.Tftp or BootStage.Http ? happened.Bytes : default(Cell),
                Cell.Of(happened.Took.TotalMilliseconds));
        }
    }
}
