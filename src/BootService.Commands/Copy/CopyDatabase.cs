using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command("copy database", "Copies everything stored into an empty database: from the file of SQLite into PostgreSQL, or back.", TakesFile = true,
    Detail = "The copy is of one moment, with events, the log of changes and tokens; hosts that are set to install boot their disks in it, because they may "
        + "have installed before it is used. "
        + "Nothing is changed here: put the copy into the settings (Database:Connection) and start bootservice anew. What is changed in between is not in it.",
    Example = "copy database to=\"Host=db1;Database=bootservice;Username=bootservice\" file=/root/database.password")]
[Parameter("to", ValueKind.Text, "A connection string of PostgreSQL without a password, or the full path of a file that is not there yet.", Required = true)]
[Parameter(
    "file", ValueKind.Path,
    "A file with the password of that database, as the caller can read it; - is standard input. Left out, the one of Database:PasswordFile.")]
[Row("table, rows:number")]
internal sealed class CopyDatabase(IDatabaseMove database) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var to = call.Text("to");
        if (!to.Contains('=', StringComparison.Ordinal) && !Path.IsPathFullyQualified(to))
        {
            throw new RefusedException($"\"{to}\" is neither a full path nor a connection string such as Host=db1;Database=bootservice;Username=bootservice");
        }

        var password = call.Find("file") is { } file ? call.FileText(file).TrimEnd('\r', '\n') : null;
        var moved = await database.MoveAsync(to, password, cancel);
        call.Table();
        foreach (var (table, rows) in moved.Rows)
        {
            await call.Output.RowAsync(table, rows);
        }

        call.Remark(
            $"{moved.Place} holds everything stored"
                + (moved.Disarmed > 0 ? $"; {moved.Disarmed} hosts that are set to install boot their disks there" : string.Empty));
    }
}
