using BootService.Commands;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Dhcp;
using BootService.Media;
using BootService.Media.Archives;
using BootService.Platform.Files;

namespace BootService.Backups;

/// <summary>Copies a whole frontend into one archive while it runs: the database as it is at one moment, and the files after it.</summary>
internal sealed class WholeBackup(IBackup database, IAppliance appliance, FrontendFiles files) : IWholeBackup, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MostNamed = 3;

    private readonly SemaphoreSlim _one = new(1);

    public async Task<WholeBackupMade> RunAsync(string? path, DateTimeOffset now, IWorkReport report, CancellationToken cancel)
    {
        path = Path.GetFullPath(path ?? Path.Combine(files.Folders.DataDirectory, "backups", $"bootservice-{now.UtcDateTime:yyyyMMdd-HHmmss}.tar"));
        if (!await _one.WaitAsync(TimeSpan.Zero, cancel))
        {
            throw new RefusedException("a backup with files is being made already: wait for its end");
        }

        try
        {
            CheckPlace(path);
            Discard(path);
            return await MakeAsync(path, now, report, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"no backup was made: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
        finally
        {
            Discard(path);
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private void CheckPlace(string path)
    {
        if (Path.Exists(path))
        {
            throw new RefusedException($"{path} is there already: name a file that is not, or remove it");
        }

        var export = Path.GetFullPath(files.Folders.ExportDirectory);
        if (path.StartsWith(export + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new RefusedException($"{path} lies in {export}, which is what is copied: name a file elsewhere");
        }
    }

    private async Task<WholeBackupMade> MakeAsync(string path, DateTimeOffset now, IWorkReport report, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(files.Folders.DataDirectory, "backups"), OwnerOnly | UnixFileMode.UserExecute);
        var parts = Directory.CreateDirectory(PartsOf(path), OwnerOnly | UnixFileMode.UserExecute).FullName;
        var (note, copy) = (Path.Combine(parts, FrontendFiles.Note), Path.Combine(parts, FrontendFiles.Database));
        await File.WriteAllBytesAsync(note, BackupNote.Of(appliance.Current.Frontend, Descriptions.Version, now).Write(), cancel);
        await report.ProgressAsync("Copying the database ...", 0, 0);
        var stored = await database.BackupAsync(copy, now, cancel);
        var leases = new LeaseFiles(parts).SaveSnapshotOf(new LeaseFiles(files.Folders.DataDirectory))
            ? new[] { new ArchivePart(FrontendFiles.Leases, Path.Combine(parts, LeaseFiles.Snapshot)) }
            : [];
        var plan = ArchivePlan.Of([new(FrontendFiles.Note, note), new(FrontendFiles.Database, copy), .. leases, .. files.Parts]);
        CheckRoom(path, plan.Bytes);
        await WriteAsync(DraftOf(path), plan, report, cancel);
        var read = await new ArchiveReader(DraftOf(path)).CheckAsync(report, cancel);
        File.Move(DraftOf(path), path);
        return new WholeBackupMade(path, new FileInfo(path).Length, stored.Hosts, read.Files, [.. LeftOut(plan)]);
    }

    private static async Task WriteAsync(string draft, ArchivePlan plan, IWorkReport report, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, BufferSize = 1 << 20 };
        await using var archive = new FileStream(draft, options);
        await new ArchiveWriter(report).WriteAsync(archive, plan, cancel);
        archive.Flush(flushToDisk: true);
    }

    private static void CheckRoom(string path, long bytes)
    {
        var folder = Path.GetDirectoryName(path)!;
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes)
        {
            throw new RefusedException(
                $"a backup with all files takes {bytes / 1e9:0.0} GB, and {folder} has {free / 1e9:0.0} GB free: make room, or name a file elsewhere");
        }
    }

    private static IEnumerable<string> LeftOut(ArchivePlan plan)
    {
        foreach (var image in plan.Names.Where(name => name.State.Kind is FileKind.Link && Path.GetFileName(name.Path) == PalletOnDisc.Link))
        {
            yield return $"{Path.GetDirectoryName(image.Path)} is served from {new FileInfo(image.Path).LinkTarget}, which is not in the backup: take it along";
        }

        if (plan.LeftOut.Length > 0)
        {
            yield return $"{plan.LeftOut.Length} names are neither file nor folder, or have signs no list can hold, and are left out: "
                + string.Join(", ", plan.LeftOut.Take(MostNamed));
        }
    }

    private static string PartsOf(string path) => path + ".parts";

    private static string DraftOf(string path) => path + ".new";

    // What could not be removed could not be written either, and the sentence names the folder.
    private static void Discard(string path)
    {
        try
        {
            File.Delete(DraftOf(path));
            if (Directory.Exists(PartsOf(path)))
            {
                Directory.Delete(PartsOf(path), recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
        }
    }
}
