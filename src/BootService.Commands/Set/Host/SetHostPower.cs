using System.Collections.Immutable;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Commands.Power;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Power;
using BootService.Core.Reasons;
using BootService.Core.Stores;
using BootService.Protocols.Road;

namespace BootService.Commands.Verbs;

[Command("set host power", "Switches hosts on or off, resets them, or asks whether they are on, in waves.",
    HeedsDryrun = true,
    Detail = "How is said by attributes: power.method is ipmi, redfish, wol, virtualbox or command, and \"stack list attr attr=power. help=true\" tells of the "
        + "others. Off cuts the power; reset switches on what is off. "
        + "Failures come first, each with what to do, and then the exit code is 1. A host whose attribute protected is true is neither switched off nor reset.",
    Example = "set host power backend command=reset wave=10")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("command", ValueKind.Choice, "What is done.", Required = true, Choices = "on|off|reset|status")]
[Parameter("wave", ValueKind.Number, "How many hosts at once; 10 for on and reset, 64 for off and status unless said otherwise.")]
[Parameter("pause", ValueKind.Number, "Seconds from a wave's last answer to the next wave; 5 for on and reset unless said otherwise.")]
[Parameter("timeout", ValueKind.Number, "Seconds one host may take; 20 unless said otherwise.")]
[Parameter("confirm", ValueKind.Number, "How many hosts this is about; must be given to switch off or reset more than 10.")]
[Row(PowerTable.Row)]
internal sealed class SetHostPower(IPowerSwitch power, IBootEvents events) : ICommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var command = Enum.Parse<PowerCommand>(call.Text("command"), ignoreCase: true);
        var pace = Pace(call, command);
        var inventory = call.Inventory;
        var hosts = command is PowerCommand.Status ? call.HostsToChange(inventory) : await WriteDownAsync(call, command, cancel);
        if (call.IsTrial)
        {
            return;
        }

        var done = 0;
        var waves = ((hosts.Length - 1) / pace.Wave) + 1;
        var results = await new PowerRound(power, call.Inventory, command, pace, call.Time).RunAsync(
            hosts,
            async (result, wave) =>
            {
                Post(call, command, result);
                var which = waves > 1 ? $", wave {wave} of {waves}" : string.Empty;
                await call.Output.ProgressAsync($"power {call.Text("command")}: {++done} of {hosts.Length} hosts{which}", done, hosts.Length);
            },
            cancel);
        await PowerTable.ShowAsync(call, command, results);
    }

    /// <summary>What is about to be done is in the log of changes before it is done.</summary>
    private static Task<ImmutableArray<Host>> WriteDownAsync(CommandCall call, PowerCommand command, CancellationToken cancel) => call.Appliance.CommitAsync(
        inventory =>
        {
            var hosts = call.HostsToChange(inventory);
            PowerRules.Check(inventory, hosts, command, call.Confirmed);
            return new Proposal<ImmutableArray<Host>>(hosts, [.. hosts.Select(host => new Change.PowerSwitched(host.Name, command))]);
        },
        cancel);

    private static PowerPace Pace(CommandCall call, PowerCommand command)
    {
        var draws = command is PowerCommand.On or PowerCommand.Reset;
        var wave = call.Number("wave") ?? (draws ? 10 : 64);
        var patience = call.Number("timeout") is { } seconds ? TimeSpan.FromSeconds(seconds) : Patience;
        return wave > 0 && patience > TimeSpan.Zero
            ? new PowerPace(wave, TimeSpan.FromSeconds(call.Number("pause") ?? (draws ? 5 : 0)), patience)
            : throw Expectations.Fault(call.Declaration, $"\"{(wave > 0 ? "timeout" : "wave")}\" parameter must be 1 or more");
    }

    private void Post(CommandCall call, PowerCommand command, PowerResult result)
    {
        // Nothing was done to a host without a way to its power, nor to one that was so already.
        if (PowerEvents.Of(command) is not { } message || result.Method.Length == 0
            || (result.Answer.Fault is null && PowerStep.Needed(command, result.Before) is null))
        {
            return;
        }

        events.Post(new BootEvent(
            call.Now,
            result.Host.Interfaces.FirstOrDefault(nic => nic.Mac is not null)?.Mac ?? default,
            BootStage.Admin,
            result.Answer.Fault is null ? BootOutcome.Ok : BootOutcome.Failed,
            message)
        {
            Host = result.Host.Name.ToString(),
            Attempt = call.Inventory.AttemptOf(result.Host.Name) is { MayInstall: true } live ? live.Id : 0,
            Reason = result.Answer.Fault is { } fault ? new BootReason.Said(fault) : new BootReason.PowerBy(result.Method),
        });
    }
}
