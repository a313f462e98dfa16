namespace BootService.Storage;

/// <summary>The folder with the database in it, claimed for this process.</summary>
/// <remarks>The claim is a lock on a file of its own: the inventory lives in memory, so a second daemon on the same database would never see what the first one
/// writes.
/// The database itself must not be opened beside SQLite: closing it would drop SQLite's own POSIX locks.</remarks>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // EAGAIN: what flock(2) says when somebody else holds the lock.
    private const int HeldByAnother = 11;

    private const string Log = $"{Database}-wal";

    private readonly FileStream _claim;

    // What a frontend leaves beside its database. Where any of it lies and the database does not, the database is lost and not new.
    private static readonly string[] Traces =
        ["leases.snapshot", "leases.0.log", "leases.1.log", "bootservice.db.before-*", "admin.crt", "admin.key", Log];

    private DataFolder(string file, FileStream claim, string? trace)
    {
        File = file;
        _claim = claim;
        Trace = trace;
    }

    /// <summary>The database's name in its folder.</summary>
    public const string Database = "bootservice.db";

    /// <summary>The database's path.</summary>
    public string File { get; }

    /// <summary>The name of a file beside the database that an earlier daemon left there; null when there is none.</summary>
    public string? Trace { get; }

    /// <summary>Makes the folder and an empty database where there are none, closes the database to other users, and claims it.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="mayBeNew">Whether an empty database may be made beside what an earlier daemon left there.</param>
    /// <exception cref="StorageException">It cannot be made or written, another process has it, or the database is gone that was there.</exception>
    public static DataFolder Claim(string directory, bool mayBeNew)
    {
        return Claim(directory, file =>
        {
            var trace = TraceIn(directory);
            if (trace is not null && new FileInfo(file) is { Exists: false } or { Length: 0 })
            {
                Begin(file, trace, mayBeNew);
            }
            else if (trace is not null && Path.GetFileName(trace) == Log && WriteAheadLog.Commits(trace) <= 1)
            {
                // A first start that was cut off leaves a database without rows and the log of how its tables were made: it goes on there.
                trace = null;
            }

            CloseToOthers(file);
            return trace;
        });
    }

    /// <summary>Makes the folder where there is none and claims it; the database is elsewhere.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="StorageException">It cannot be made or written, or another process has it.</exception>
    public static DataFolder ClaimOnly(string directory) => Claim(directory, _ => null);

    private static DataFolder Claim(string directory, Func<string, string?> prepare)
    {
        FileStream? claim = null;
        try
        {
            Directory.CreateDirectory(directory);
            var file = Path.Combine(Path.GetFullPath(directory), Database);
            claim = Open(Path.Combine(directory, "bootservice.lock"));
            return new DataFolder(file, claim, prepare(file));
        }
        catch (StorageException)
        {
            claim?.Dispose();
            throw;
        }
        catch (IOException held) when (held.HResult == HeldByAnother)
        {
            throw new StorageException($"another bootservice is using {directory}: stop it, or give this one a DataDirectory of its own", held);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            claim?.Dispose();
            throw new StorageException(
                $"the data directory {directory} cannot be written ({fault.Message.TrimEnd('.')}): let bootservice own it, or set DataDirectory to a folder it "
                    + "may write", fault);
        }
    }

    /// <summary>A file that an earlier daemon left in a folder; null when there is none.</summary>
    public static string? TraceIn(string directory) =>
        Directory.Exists(directory)
            ? Traces.SelectMany(name => Directory.EnumerateFiles(directory, name)).FirstOrDefault(path => new FileInfo(path).Length > 0)
            : null;

    /// <summary>An empty file for a copy of the database as it is before a migration; an unfinished or older copy of the same name gives way.</summary>
    public string NewCopyBefore(string migration)
    {
        var copy = $"{File}.before-{migration}";
        System.IO.File.Delete(copy);
        CloseToOthers(copy);
        return copy;
    }

    public void Dispose() => _claim.Dispose();

    /// <summary>What to say of a database that is gone or holds nothing.</summary>
    public static StorageException Lost(string file, string how, string trace) => new(
        $"the database {file} {how}, though {Path.GetFileName(trace)} beside it says that there was one: put the newest copy in its place (\"bootservice "
            + "--restore FILE\"), "
        + $"or, to begin with no hosts, start once with --new-frontend, or move {Path.GetFileName(trace)} away");

    // A write-ahead log of another database must never be read into a new one.
    private static void Begin(string file, string trace, bool mayBeNew)
    {
        if (!mayBeNew)
        {
            throw Lost(file, System.IO.File.Exists(file) ? "is empty" : "is gone", trace);
        }

        foreach (var path in (string[])[$"{file}-wal", $"{file}-shm"])
        {
            if (System.IO.File.Exists(path))
            {
                System.IO.File.Move(path, $"{path}.of-another", overwrite: true);
            }
        }
    }

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
