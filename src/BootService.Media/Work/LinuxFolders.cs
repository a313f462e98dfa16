using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BootService.Media.Work;

/// <summary>System calls on folders that the framework does not offer.</summary>
internal static partial class LinuxFolders
{
    private const int AtWorkingFolder = -100;
    private const uint Exchange = 2;
    private const long MostAtOnce = 64 << 20;

    /// <summary>Makes two names of folders stand for each other's content, at once for every reader.</summary>
    /// <exception cref="IOException">The file system cannot, or one is not there.</exception>
    public static void Swap(string one, string other) => Check(RenameAt(AtWorkingFolder, one, AtWorkingFolder, other, Exchange), one);

    /// <summary>Gives a file a second name.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public static void Link(string existing, string name) => Check(MakeLink(existing, name), name);

    /// <summary>
    /// Copies bytes of a file to the start of another inside the kernel: shared where the file system can, else without a way through this process.
    /// </summary>
    /// <returns>How many were copied: all, or what came before the end of the file, or before the kernel would not go on.</returns>
    public static long CopyRange(SafeFileHandle from, long offset, SafeFileHandle into, long length, CancellationToken cancel)
    {
        long done = 0;
        while (done < length)
        {
            cancel.ThrowIfCancellationRequested();
            var (at, to) = (offset + done, done);
            var copied = CopyFileRange(from, ref at, into, ref to, (nuint)Math.Min(length - done, MostAtOnce), flags: 0);
            if (copied <= 0)
            {
                break;
            }

            done += copied;
        }

        return done;
    }

    /// <summary>
    /// Has the kernel begin to write bytes of a file to the disk, which it would otherwise do all at once at the end. A hint: what becomes of it shows at the
    /// flush.
    /// </summary>
    public static void BeginFlush(SafeFileHandle file, long offset, long length)
    {
        const uint Write = 2;
        _ = SyncFileRange(file, offset, length, Write);
    }

    /// <summary>Waits until everything written to the file system of a folder is on the disk.</summary>
    public static void Flush(string folder)
    {
        using var handle = new SafeFileHandle(Open(folder, flags: 0), ownsHandle: true);
        if (!handle.IsInvalid)
        {
            Check(SyncFileSystem(handle), folder);
        }
    }

    /// <summary>Waits until everything written to a file is on the disk.</summary>
    public static void FlushFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    private static void Check(int result, string path)
    {
        if (result < 0)
        {
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeLink(string existing, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    private static partial nint CopyFileRange(SafeFileHandle from, ref long fromOffset, SafeFileHandle into, ref long intoOffset, nuint length, uint flags);

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(SafeFileHandle file);
}
