using BootService.Commands.Catalog;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command("list discovery", "Says whether unknown machines are added, and lists those that were seen and are not known.",
    Aliases = "report discovery", Example = "list discovery")]
[Row("mac:mac, first:time, last:time, events:number, what, why?")]
internal sealed class ListDiscovery(IBootEventStore events) : ICommand
{
    private const int MostEvents = 10_000;

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.Output.Message(Discovery.Of(inventory) is { } on
            ? $"discovery is on: unknown machines become {on.Appliance} in rack {on.Rack} and {(on.Install ? "are installed" : "are not installed")}"
            : "discovery is off");
        call.KeptTable();
        var unknown = (await events.ListAsync([], MostEvents, cancel))
            .Where(happened => happened.Host is null && !happened.Mac.IsZero && inventory.HostOf(happened.Mac) is null)
            .GroupBy(happened => happened.Mac)
            .OrderBy(seen => seen.First().At);
        foreach (var seen in unknown)
        {
            var last = seen.Last();
            await call.Output.RowAsync(seen.Key.ToString(), Time(seen.First()), Time(last), seen.Count(), EventSentences.What(last), EventSentences.Why(last));
        }
    }

    private static string Time(in BootEvent happened) => happened.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
