using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command("backup", "Copies everything stored into one file on the frontend, while the daemon runs, and reads it back.",
    Detail = "Hosts, attributes with their secrets, attempts, tokens, events and the log of changes are in it; files of pallets and carts are not. Only its "
        + "owner can read it. "
        + "\"bootservice --restore FILE\" puts it in the database's place when the daemon is stopped; hosts that were set to install then boot their disks.",
    Example = "backup file=/srv/backup/frontend.db")]
[Parameter(
    "file", ValueKind.Path,
    "The file, with its full path, which is not there yet; left out, it is named after the time, in the folder backups of the data directory.")]
internal sealed class Backup(IBackup backups) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var path = call.Find("file");
        if (path is not null && !Path.IsPathFullyQualified(path))
        {
            throw new RefusedException($"\"{path}\" is not a full path: the daemon writes the file, and knows no folder you are in");
        }

        var made = await backups.BackupAsync(path, call.Now, cancel);
        call.Output.Message($"{made.File} holds {made.Hosts} hosts, {made.Bytes:N0} octets");
    }
}
