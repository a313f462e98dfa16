using System.Collections.Immutable;
using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command("undo", "Takes back the last change of hosts, attributes or actions.",
    Detail = "All of it or nothing: what something later depends on is refused. Typed again it takes back the change before. After a change of anything "
        + "else, such as a network or a box, it takes nothing back unless the change is named. A host that was removed comes "
        + "back "
        + "with its attributes and its last attempt, but not with what that one installed from; one that was to install is set to install anew, or boots its "
            + "disk with arm=no. "
        + "\"stack list audit\" shows the changes.",
    Example = "undo")]
[Parameter("change", ValueKind.Number, "The number of the change, instead of the last one's.")]
[Parameter("arm", ValueKind.Flag, "Whether hosts that were set to install are set to install again; yes unless told otherwise.")]
[Parameter("confirm", ValueKind.Number, "How many hosts are set to install again, when they are more than 10.")]
internal sealed class Undo(IAuditStore audit, IInstallArming arming) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var wanted = call.Number("change");
        var change = await audit.FindUndoAsync(wanted, cancel)
            ?? throw new RefusedException(wanted is { } number
                ? $"change {number} cannot be undone: it is undone already, too old, or of none of hosts, attributes and actions (\"stack list audit\" shows "
                    + "the changes)"
                : "there is nothing to undo");
        if (wanted is null && await audit.FindLastingAsync(change.Change, cancel) is { } later)
        {
            throw new RefusedException(
                $"the last change, {later.Change} ({later.By.Command}), is not of hosts, attributes and actions alone and cannot be undone: \"stack undo "
                    + $"change={change.Change}\" takes back the last one before it that can be ({change.By.Command})");
        }

        var arms = call.Find("arm") is null || call.Flag("arm");
        var rearmed = arms ? Undoing.Rearmed(change).Count() : 0;
        await call.Appliance.CommitAsync(
            inventory =>
            {
                ArmingRules.CheckCount(rearmed, call.Confirmed);
                return new Proposal<bool>(
                    true, [.. Undoing.Changes(inventory, change, call.Now, (state, host) => arms ? Arm(state, host, call.Now) : [])])
                {
                    Undoes =
                        change.Change
                };
            },
            cancel);
        call.Output.Message(
            $"change {change.Change} of {change.By.Name} at {change.At:yyyy-MM-ddTHH:mm:ssZ} is undone: {change.By.Command}{Told(change, rearmed)}");
    }

    private ImmutableArray<Change> Arm(Inventory state, Host host, DateTimeOffset now)
    {
        try
        {
            return arming.Arm(state, [host], now);
        }
        catch (RefusedException fault)
        {
            throw new RefusedException($"{fault.Message} (\"stack undo arm=no\" brings hosts back to boot their disks)");
        }
    }

    private static string Told(UndoableChange change, int rearmed)
    {
        var lost = change.Steps.OfType<UndoStep.OfHost>().Count(step => step.Attempt is not null);
        return (rearmed > 0 ? $"; {rearmed} hosts are set to install" : string.Empty)
            + (lost > 0 ? $"; what the last attempts of {lost} hosts installed from did not come back" : string.Empty);
    }
}
