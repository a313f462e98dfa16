using BootService.Commands.Attributes;
using BootService.Commands.Files;
using BootService.Core.Attributes;
using BootService.Core.Inventories;

namespace BootService.Commands.Storage;

/// <summary>What tables that stand in an attribute have in common: whose they are, and how one is set, loaded and reported, whatever its rows say.</summary>
internal static class ScopedTables
{
    /// <summary>The text of an owner's own table; empty when it has none.</summary>
    public static string On(Inventory inventory, AttributeOwner owner, AttributeName table) => inventory.AttributesOn(owner).Find(table)?.Text ?? string.Empty;

    /// <summary>The change that gives an owner a table; an empty text takes its table away.</summary>
    public static Change Set(AttributeOwner owner, AttributeName table, string text, DateTimeOffset now) => text.Length == 0
        ? new Change.AttributeRemoved(owner, table)
        : new Change.AttributeWritten(owner, table, new AttributeValue(text, Shadow: false, now));

    /// <summary>The tables that a call is about: those of the hosts that it names, as each has it, else every owner's own.</summary>
    /// <returns>Each with whose it is; the text is empty where there is none.</returns>
    public static IEnumerable<(string Target, string Text)> Called(CommandCall call, string table)
    {
        var (inventory, name) = (call.Inventory, AttributeName.Parse(table));
        return call.Arguments.IsEmpty
            ? CalledScope.All(inventory).Select(owner => (CalledScope.Word(owner), On(inventory, owner, name)))
            : call.HostsToChange(inventory).Select(host => (host.Name.ToString(), inventory.AttributesOf(host).Text(table) ?? string.Empty));
    }

    /// <summary>Loads the spreadsheet of a call, all of it or nothing.</summary>
    /// <param name="call">Its parameter <c>file</c> names the spreadsheet.</param>
    /// <param name="read">Makes the changes of its text; what is wrong with it is told to the faults.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static Task LoadAsync(CommandCall call, Func<string, Inventory, DateTimeOffset, FileFaults, IEnumerable<Change>> read, CancellationToken cancel)
    {
        var text = call.FileText(call.Text("file"));
        return call.CommitAsync(
            inventory =>
            {
                var faults = new FileFaults(call.Text("file"));
                var changes = read(text, inventory, call.Now, faults).ToArray();
                faults.Refuse(call);
                return changes;
            },
            cancel);
    }
}
