using System.Runtime.InteropServices;
using BootService.Core.Dhcp;
using BootService.Protocols.Net;
using Microsoft.Win32.SafeHandles;

namespace BootService.Dhcp;

/// <summary>The files behind a <see cref="LeaseLog"/>: a snapshot and two logs that take turns, all made of <see cref="LeaseRecord"/>s.</summary>
internal sealed partial class LeaseFiles(string directory)
{
    /// <summary>The records a log has room for: four megabytes, written in full when the file is made, so that no later write has to allocate.</summary>
    public const int LogRecords = 131_072;

    // Who has which address is nobody else's to read.
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string SnapshotPath => Path.Combine(directory, "leases.snapshot");

    /// <summary>Reads everything that was stored.</summary>
    /// <returns>The leases, the newest record of each address, and the newest generation seen; 0 for none.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public (IReadOnlyCollection<StoredLease> Leases, uint Generation) Load()
    {
        // Those of older versions were open to everybody.
        foreach (var path in ((string[])[SnapshotPath, LogPath(0), LogPath(1)]).Where(path => !OperatingSystem.IsWindows() && File.Exists(path)))
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }

        var newest = new Dictionary<Ipv4, StoredLease>();
        var generation = LoadSnapshot(newest);
        var logs = new[] { LoadLog(0), LoadLog(1) }.Where(log => log.Generation > generation).OrderBy(log => log.Generation);
        foreach (var (records, of) in logs)
        {
            generation = of;
            foreach (var lease in records)
            {
                newest[lease.Address] = lease;
            }
        }

        return ([.. newest.Values.Where(lease => !lease.IsFree)], generation);
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
        using (var file = File.OpenHandle(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            CloseToOthers(file);
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(draft, SnapshotPath, overwrite: true);
        SyncDirectory();
    }

    /// <summary>Opens the log of a generation, making it at its full size when it is not there.</summary>
    /// <exception cref="IOException">It cannot be opened, or the disk has no room.</exception>
    public SafeFileHandle OpenLog(uint generation)
    {
        const int Size = LogRecords * LeaseRecord.Length;
        var file = File.OpenHandle(LogPath(generation), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        CloseToOthers(file);
        if (RandomAccess.GetLength(file) != Size)
        {
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, new byte[Size], 0);
            RandomAccess.FlushToDisk(file);
            SyncDirectory();
        }

        return file;
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

    private uint LoadSnapshot(Dictionary<Ipv4, StoredLease> newest)
    {
        if (!File.Exists(SnapshotPath))
        {
            return 0;
        }

        var bytes = File.ReadAllBytes(SnapshotPath);
        if (bytes.Length < LeaseRecord.Length || !LeaseRecord.TryRead(bytes, out var generation, out var head)
            || bytes.LongLength != ((long)head.Client + 1) * LeaseRecord.Length)
        {
            throw new IOException($"{SnapshotPath} is damaged; move it away to start without the leases it holds");
        }

        for (var at = LeaseRecord.Length; at < bytes.Length; at += LeaseRecord.Length)
        {
            if (LeaseRecord.TryRead(bytes.AsSpan(at, LeaseRecord.Length), out _, out var lease))
            {
                newest[lease.Address] = lease;
            }
        }

        return generation;
    }

    // A log ends at the first record that is not whole or of another generation: nothing behind it was ever acknowledged.
    private (List<StoredLease> Records, uint Generation) LoadLog(uint turn)
    {
        var records = new List<StoredLease>();
        var path = LogPath(turn);
        if (!File.Exists(path))
        {
            return (records, 0);
        }

        var bytes = File.ReadAllBytes(path);
        uint first = 0;
        for (var at = 0; at + LeaseRecord.Length <= bytes.Length; at += LeaseRecord.Length)
        {
            if (!LeaseRecord.TryRead(bytes.AsSpan(at, LeaseRecord.Length), out var generation, out var lease) || (at > 0 && generation != first))
            {
                break;
            }

            first = generation;
            records.Add(lease);
        }

        return (records, first);
    }

    // A renamed or new file is not there after a power cut until its folder is on disk too.
    private void SyncDirectory()
    {
        if (OperatingSystem.IsLinux())
        {
            const int DirectoryOnly = 0x10000;
            var folder = Open(directory, DirectoryOnly);
            if (folder < 0 || SyncDescriptor(folder) != 0)
            {
                throw new IOException($"{directory} cannot be brought to disk: {Marshal.GetLastPInvokeErrorMessage()}");
            }

            _ = Close(folder);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
