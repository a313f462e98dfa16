using BootService.Commands.Hosts;
using BootService.Commands.Networks;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Imports;

/// <summary>Carries an import out, all of it or nothing, and tells what came.</summary>
internal static class ImportRun
{
    /// <param name="call">The call; its parameters are dryrun, partial and confirm.</param>
    /// <param name="path">The file as its owner named it.</param>
    /// <param name="fill">Reads the file into a draft.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>What was made; empty when it was only tried.</returns>
    public static async Task<IReadOnlyCollection<Change>> RunAsync(CommandCall call, string path, Action<ImportDraft> fill, CancellationToken cancel)
    {
        var report = new ImportReport();
        Change[] made = [];
        Change[] Propose(Inventory inventory)
        {
            var draft = new ImportDraft(inventory, call.Now, call.Flag("partial"));
            fill(draft);
            foreach (var network in draft.State.Networks.Values)
            {
                if (Refusal(() => NetworkRules.Check(draft.State, network)) is { } why)
                {
                    draft.Report.Wrong("network", network.Name, why);
                }
            }

            draft.Report.Refuse(call, path);
            report = draft.Report;
            made = [.. draft.Changes()];
            HostGuard.Check(inventory, HostGuard.Readdressed(inventory, made.OfType<Change.HostSet>().Select(set => set.Host)), Deed.Readdress, call.Confirmed);
            return made;
        }

        await call.CommitAsync(Propose, cancel);
        await report.TellAsync(call);
        call.Remark(
            call.IsTrial
                ? "nothing was changed: this is what would come without dryrun=yes"
                : report.BringsAnything
                ? $"{path} was imported"
                : $"{path} brought nothing");
        return call.IsTrial ? [] : made;
    }

    private static string? Refusal(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (RefusedException fault)
        {
            return fault.Message;
        }
    }
}
