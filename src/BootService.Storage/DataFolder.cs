namespace BootService.Storage;

/// <summary>The folder with the database in it, claimed for this process.</summary>
/// <remarks>The claim is a lock on a file of its own: the inventory lives in memory, so a second daemon on the same database would never see what the first one writes.
/// The database itself must not be opened beside SQLite: closing it would drop SQLite's own POSIX locks.</remarks>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // EAGAIN: what flock(2) says when somebody else holds the lock.
    private const int HeldByAnother = 11;

    private readonly FileStream _claim;

    private DataFolder(string file, FileStream claim)
    {
        File = file;
        _claim = claim;
    }

    /// <summary>The database's path.</summary>
    public string File { get; }

    /// <summary>Makes the folder and an empty database where there are none, closes the database to other users, and claims it.</summary>
    /// <exception cref="StorageException">It cannot be made or written, or another process has it.</exception>
    public static DataFolder Claim(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var file = Path.Combine(Path.GetFullPath(directory), "bootservice.db");
            var claim = Open(Path.Combine(directory, "bootservice.lock"));
            CloseToOthers(file);
            return new DataFolder(file, claim);
        }
        catch (IOException held) when (held.HResult == HeldByAnother)
        {
            throw new StorageException($"another bootservice is using {directory}: stop it, or give this one a DataDirectory of its own", held);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the data directory {directory} cannot be written ({fault.Message.TrimEnd('.')}): let bootservice own it, or set DataDirectory to a folder it may write", fault);
        }
    }

    /// <summary>An empty file for a copy of the database as it is before a migration; an unfinished or older copy of the same name gives way.</summary>
    public string NewCopyBefore(string migration)
    {
        var copy = $"{File}.before-{migration}";
        System.IO.File.Delete(copy);
        CloseToOthers(copy);
        return copy;
    }

    public void Dispose() => _claim.Dispose();

    // SQLite gives -wal and -shm the mode of the database, so those it makes from now on are closed as well.
    private static void CloseToOthers(string file)
    {
        if (!System.IO.File.Exists(file))
        {
            Open(file).Dispose();
        }

        foreach (var path in (string[])[file, $"{file}-wal", $"{file}-shm"])
        {
            if (!OperatingSystem.IsWindows() && System.IO.File.Exists(path) && System.IO.File.GetUnixFileMode(path) != OwnerOnly)
            {
                System.IO.File.SetUnixFileMode(path, OwnerOnly);
            }
        }
    }

    private static FileStream Open(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(file, options);
    }
}
