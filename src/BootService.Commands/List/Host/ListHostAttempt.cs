using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command("list host attempt", "Lists the install attempts of hosts, the newest first.",
    Detail = "Each time a host is set to install is an attempt; of each host the newest hundred are kept. "
        + "\"stack list host timeline HOST attempt=NUMBER\" shows what happened in one.",
    Example = "list host attempt backend-0-0")]
[Row("host, attempt:number, state, armed:time, heard:time?, boots, step?, pallet, why?")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("most", ValueKind.Number, "At most so many of each host; 20 unless said otherwise.")]
internal sealed class ListHostAttempt(IApplianceStore store) : ICommand
{
    private const int Usual = 20;

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        call.KeptTable();
        foreach (var host in call.HostsNamed(inventory, call.Arguments))
        {
            // What is kept with the state may be behind the newest attempt by what was only heard.
            var newest = inventory.AttemptOf(host.Name);
            foreach (var kept in await store.ListAttemptsAsync(host.Name, call.Number("most") ?? Usual, cancel))
            {
                var attempt = kept.Id == newest?.Id ? newest : kept;
                var (name, version, _, _) = attempt.Pallet;
                await call.Output.RowAsync(
                    host.Name.ToString(), attempt.Id, attempt.State.ToString().ToLowerInvariant(), Time(attempt.Armed),
                    attempt.WasMet ? Time(attempt.LastHeard) : default, $"{attempt.Handouts} of {attempt.Allowed}",
                    attempt.LastStep.Length == 0 ? default(Cell) : attempt.LastStep, $"{name} {version}", attempt.Why);
            }
        }
    }

    private static Cell Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
