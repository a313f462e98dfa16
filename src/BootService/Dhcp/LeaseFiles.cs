using System.Runtime.InteropServices;
using BootService.Core.Dhcp;
using BootService.Files;
using BootService.Platform.Files;
using BootService.Protocols.Net;
using Microsoft.Win32.SafeHandles;

namespace BootService.Dhcp;

/// <summary>What the lease files held.</summary>
/// <param name="Leases">The leases, the newest record of each address.</param>
/// <param name="Generation">The newest generation seen; 0 for none.</param>
/// <param name="Used">How many records the log of that generation has, holes included; 0 when no log has it.</param>
/// <param name="Faults">What was not as we left it, a sentence each.</param>
internal sealed record LeasesFound(IReadOnlyCollection<StoredLease> Leases, uint Generation, int Used, IReadOnlyList<string> Faults);

/// <summary>The files behind a <see cref="LeaseLog"/>: a snapshot and two logs that take turns, all made of <see cref="LeaseRecord"/>s.</summary>
internal sealed partial class LeaseFiles(string directory)
{
    /// <summary>The records a log has room for: four megabytes, written in full when the file is made, so that no later write has to allocate.</summary>
    public const int LogRecords = 131_072;

    private const long MostBytes = 1L << 30;

    // Who has which address is nobody else's to read.
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The file that alone stands for all leases while there are no logs.</summary>
    public const string Snapshot = "leases.snapshot";

    private string SnapshotPath => Path.Combine(directory, Snapshot);

    private string[] Paths => [SnapshotPath, LogPath(0), LogPath(1)];

    /// <summary>
    /// Reads everything that can be read. A file that is not as we left it is put aside under another name, and what is whole in it is taken all the same.
    /// </summary>
    /// <exception cref="IOException">
    /// The folder cannot be used, or a file in it is another user's: what that holds is whole, and not to be given away again.
    /// </exception>
    public LeasesFound Load()
    {
        if (WhyClosed() is { } whyClosed)
        {
            throw new IOException(whyClosed);
        }

        // Those of older versions were open to everybody.
        foreach (var path in Paths.Where(path => RegularFile.LookAtName(path).Kind is FileKind.Regular))
        {
            TryCloseToOthers(path);
        }

        var faults = new List<string>();
        var newest = new Dictionary<Ipv4, StoredLease>();
        var generation = LoadSnapshot(newest, faults);
        var logs = new[] { LoadLog(0, faults), LoadLog(1, faults) }.Where(log => log.Generation > generation).OrderBy(log => log.Generation).ToList();
        foreach (var (records, of, _) in logs)
        {
            generation = of;
            foreach (var lease in records)
            {
                newest[lease.Address] = lease;
            }
        }

        return new LeasesFound([.. newest.Values.Where(lease => !lease.IsFree)], generation, logs is [.., var last] ? last.Used : 0, faults);
    }

    /// <summary>Which file may not be read by this user, in a sentence; null when each may be that is there.</summary>
    public string? WhyClosed()
    {
        foreach (var path in Paths)
        {
            try
            {
                if (RegularFile.LookAtName(path).Kind is FileKind.Regular)
                {
                    RegularFile.Open(path).Dispose();
                }
            }
            catch (UnauthorizedAccessException)
            {
                return $"{path}, which holds leases, may not be read by this user: give it to the user that the service runs as (\"chown\"), or move it away "
                    + "to have them learnt anew";
            }
            catch (IOException)
            {
                // Whatever else is wrong with it is seen when it is read.
            }
        }

        return null;
    }

    /// <summary>Writes the snapshot that stands for all logs up to a generation; on disk when it returns.</summary>
    public void SaveSnapshot(IReadOnlyCollection<StoredLease> leases, uint generation)
    {
        var bytes = new byte[(leases.Count + 1) * LeaseRecord.Length];
        LeaseRecord.Write(bytes, generation, new StoredLease((ulong)leases.Count, Ipv4.Any, generation));
        var at = LeaseRecord.Length;
        foreach (var lease in leases)
        {
            LeaseRecord.Write(bytes.AsSpan(at, LeaseRecord.Length), generation, lease);
            at += LeaseRecord.Length;
        }

        var draft = SnapshotPath + ".new";
        File.Delete(draft);
        using (var file = File.OpenHandle(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            CloseToOthers(file);
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(draft, SnapshotPath, overwrite: true);
        SyncDirectory();
    }

    /// <summary>
    /// Writes what the files of another folder hold as one snapshot, while a daemon may be writing to them: they are copied first, and not touched.
    /// </summary>
    /// <returns>Whether there were leases; where there were none nothing is written.</returns>
    /// <exception cref="IOException">Files cannot be read or written.</exception>
    public bool SaveSnapshotOf(LeaseFiles running)
    {
        foreach (var (source, copy) in running.Paths.Zip(Paths).Where(pair => File.Exists(pair.First)))
        {
            File.Copy(source, copy);
        }

        var found = Load();
        foreach (var copy in Paths)
        {
            File.Delete(copy);
        }

        if (found.Leases.Count > 0)
        {
            SaveSnapshot(found.Leases, found.Generation);
        }

        return found.Leases.Count > 0;
    }

    /// <summary>Opens the log of a generation, making it at its full size when it is not there.</summary>
    /// <exception cref="IOException">It cannot be opened, or the disk has no room.</exception>
    public SafeFileHandle OpenLog(uint generation)
    {
        const int Size = LogRecords * LeaseRecord.Length;
        var path = LogPath(generation);
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            CloseToOthers(file);
            if (RandomAccess.GetLength(file) != Size)
            {
                MakeWhole(path, file, Size);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // A log that is not whole holds no lease: on a disk without room for all of it, the database gets what there is.
    private void MakeWhole(string path, SafeFileHandle file, int size)
    {
        try
        {
            RandomAccess.SetLength(file, 0);
            if (new DriveInfo(directory).AvailableFreeSpace < size)
            {
                throw new IOException($"the disk of {directory} has no room for {path}, which takes {size >> 20} MB");
            }

            RandomAccess.Write(file, new byte[size], 0);
            RandomAccess.FlushToDisk(file);
            SyncDirectory();
        }
        catch (IOException)
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Waits until what was written to a file is on disk: its data, and no more of its metadata than reading it needs.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Sync(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (DataSync(file) != 0)
        {
            throw new IOException($"leases cannot be brought to disk: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    private static void CloseToOthers(SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, OwnerOnly);
        }
    }

    private string LogPath(uint generation) => Path.Combine(directory, $"leases.{generation % 2}.log");

    private uint LoadSnapshot(Dictionary<Ipv4, StoredLease> newest, List<string> faults)
    {
        if (Read(SnapshotPath, faults) is not { } bytes)
        {
            if (faults.Count == 0 && (File.Exists(LogPath(0)) || File.Exists(LogPath(1))))
            {
                faults.Add($"{SnapshotPath} is gone, and the leases with it that are in none of its logs");
            }

            return 0;
        }

        var (generation, head) = (0u, default(StoredLease));
        var isOurs = bytes.Length >= LeaseRecord.Length && LeaseRecord.TryRead(bytes.AsSpan(0, LeaseRecord.Length), out generation, out head);
        var whole = 0;
        for (var at = isOurs ? LeaseRecord.Length : 0; at + LeaseRecord.Length <= bytes.Length; at += LeaseRecord.Length)
        {
            if (LeaseRecord.TryRead(bytes.AsSpan(at, LeaseRecord.Length), out var of, out var lease) && !lease.Address.IsAny)
            {
                (newest[lease.Address], generation) = (lease, isOurs ? generation : Math.Max(generation, of));
                whole++;
            }
        }

        if (!isOurs || (ulong)whole != head.Client)
        {
            faults.Add($"{SnapshotPath} is damaged; {Aside(SnapshotPath)}, and {whole} leases could be read in it");
        }

        return isOurs || whole > 0 ? generation : 0;
    }

    // Whatever has the newest generation counts, also behind a gap: a record more keeps an address back, one less gives it away twice.
    private (List<StoredLease> Records, uint Generation, int Used) LoadLog(uint turn, List<string> faults)
    {
        var records = new List<(uint Generation, StoredLease Lease, int At)>();
        var path = LogPath(turn);
        if (Read(path, faults) is not { } bytes)
        {
            return ([], 0, 0);
        }

        for (var at = 0; at + LeaseRecord.Length <= bytes.Length; at += LeaseRecord.Length)
        {
            if (LeaseRecord.TryRead(bytes.AsSpan(at, LeaseRecord.Length), out var of, out var lease))
            {
                records.Add((of, lease, at / LeaseRecord.Length));
            }
        }

        var generation = records.Count == 0 ? 0 : records.Max(record => record.Generation);
        var newest = records.Where(record => record.Generation == generation).ToList();
        if (bytes.Length != LogRecords * LeaseRecord.Length || (records.Count == 0 && bytes.AsSpan().ContainsAnyExcept((byte)0)))
        {
            faults.Add($"{path} is damaged; {Aside(path)}, and {newest.Count} leases could be read in it");
        }

        return ([.. newest.Select(record => record.Lease)], generation, newest.Count == 0 ? 0 : newest[^1].At + 1);
    }

    // What cannot be read, and what is no file, is in the way of what is to be written.
    private static byte[]? Read(string path, List<string> faults)
    {
        if (Directory.Exists(path))
        {
            faults.Add($"{path} is a folder; {Aside(path)}");
            return null;
        }

        try
        {
            return RegularFile.LookAtName(path).Kind is FileKind.Missing ? null : RegularFile.Bytes(path, MostBytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path} cannot be read ({fault.Message.TrimEnd('.')}); {Aside(path)}");
            return null;
        }
    }

    private static string Aside(string path)
    {
        var aside = Enumerable.Range(1, int.MaxValue).Select(number => $"{path}.damaged-{number}").First(name => !File.Exists(name) && !Directory.Exists(name));
        try
        {
            Directory.Move(path, aside);
            return $"it lies aside as {Path.GetFileName(aside)}";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"it could not be put aside ({fault.Message.TrimEnd('.')})";
        }
    }

    private static void TryCloseToOthers(string path)
    {
        try
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It belongs to somebody else; whether it can be read is seen next.
        }
    }

    // A renamed or new file is not there after a power cut until its folder is on disk too.
    private void SyncDirectory()
    {
        if (OperatingSystem.IsLinux())
        {
            var folder = LinuxFiles.OpenPath(directory, LinuxFiles.FolderOnly | LinuxFiles.CloseOnExec);
            if (folder < 0 || SyncDescriptor(folder) != 0)
            {
                throw new IOException($"{directory} cannot be brought to disk: {Marshal.GetLastPInvokeErrorMessage()}");
            }

            _ = LinuxFiles.Close(folder);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncDescriptor(int descriptor);
}
