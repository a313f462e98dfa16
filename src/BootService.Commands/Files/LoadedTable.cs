using BootService.Core.Inventories;

namespace BootService.Commands.Files;

/// <summary>Commits what a table in a caller's file says: all of it or nothing, with every fault told at once, and then what was left out.</summary>
internal static class LoadedTable
{
    /// <param name="call">Its parameter <c>file</c> names the table.</param>
    /// <param name="read">Reads the changes; told what is wrong, it tells the faults.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="guard">Refuses changes that are not meant so, once there is no fault.</param>
    /// <exception cref="Core.RefusedException">There is a fault.</exception>
    public static async Task CommitAsync(
        CommandCall call, Func<string, Inventory, FileFaults, IReadOnlyCollection<Change>> read, CancellationToken cancel,
        Action<Inventory, IReadOnlyCollection<Change>>? guard = null)
    {
        var path = call.Text("file");
        var text = call.FileText(path);
        var told = new FileFaults(path);
        await call.CommitAsync(
            inventory =>
            {
                // Changes may be asked for again, of a newer state; what was told of the older one does not hold then.
                told = new FileFaults(path);
                var changes = read(text, inventory, told);
                told.Refuse(call);
                guard?.Invoke(inventory, changes);
                return changes;
            },
            cancel);
        told.TellRemarks(call);
    }
}
