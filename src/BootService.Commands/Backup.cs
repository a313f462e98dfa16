using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command("backup", "Copies everything stored into one file on the frontend, while the daemon runs, and reads it back.",
    Detail = "Hosts, attributes with their secrets, attempts, tokens, events and the log of changes are in it. With pallets=yes the files are in it too: "
        + "pallets, carts, mirrors, node XML, boot files, keys, certificate and settings, as one archive of tar. Only its owner can read it. "
        + "\"bootservice --restore FILE\" puts either back when the daemon is stopped, on this machine or on another with another address; "
        + "hosts that were set to install then boot their disks.",
    Example = "backup file=/srv/backup/frontend.tar pallets=yes")]
[Parameter(
    "file", ValueKind.Path,
    "The file, with its full path, which is not there yet; left out, it is named after the time, in the folder backups of the data directory.")]
[Parameter("pallets", ValueKind.Flag, "Whether the files are copied too, pallets among them; no unless said otherwise.")]
internal sealed class Backup(IBackup backups, IWholeBackup whole) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var path = call.Find("file");
        if (path is not null && !Path.IsPathFullyQualified(path))
        {
            throw new RefusedException($"\"{path}\" is not a full path: the daemon writes the file, and knows no folder you are in");
        }

        if (!call.Flag("pallets"))
        {
            var made = await backups.BackupAsync(path, call.Now, cancel);
            call.Output.Message($"{made.File} holds {made.Hosts} hosts, {made.Bytes:N0} octets");
            return;
        }

        var all = await whole.RunAsync(path, call.Now, call.Output, cancel);
        call.Output.Message($"{all.File} holds {all.Hosts} hosts and {all.Files:N0} files, {all.Bytes:N0} octets, read back whole");
        foreach (var sentence in all.LeftOut)
        {
            call.Remark(sentence);
        }
    }
}
