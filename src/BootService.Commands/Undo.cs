using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command("undo", "Takes back the last change of hosts, attributes or actions.",
    Detail = "All of it or nothing: what something later depends on is refused. Typed again it takes back the change before. A host that was removed comes back with its attributes, to boot what it has on disk; its attempts are gone. "
        + "\"stack list audit\" shows the changes.",
    Example = "undo")]
[Parameter("change", ValueKind.Number, "The number of the change, instead of the last one's.")]
[Parameter("confirm", ValueKind.Number, "How many hosts are set to install again, when they are more than 10.")]
internal sealed class Undo(IAuditStore audit, IInstallArming arming) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var wanted = call.Number("change");
        var change = await audit.FindUndoAsync(wanted, cancel)
            ?? throw new RefusedException(wanted is { } number
                ? $"change {number} cannot be undone: it is undone already, too old, or of none of hosts, attributes and actions (\"stack list audit\" shows the changes)"
                : "there is nothing to undo");
        var rearmed = change.Steps.OfType<UndoStep.OfHost>().Count(step => step is { Before.Action: BootAction.Install, After: { Action: not BootAction.Install } });
        await call.Appliance.CommitAsync(
            inventory =>
            {
                ArmingRules.CheckCount(rearmed, call.Number("confirm"));
                return new Proposal<bool>(true, [.. Undoing.Changes(inventory, change, call.Now, (state, host) => arming.Arm(state, [host], call.Now))]) { Undoes = change.Change };
            },
            cancel);
        call.Output.Message($"change {change.Change} of {change.By.Name} at {change.At:yyyy-MM-ddTHH:mm:ssZ} is undone: {change.By.Command}");
    }
}
