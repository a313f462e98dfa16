using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BootService.Files;

/// <summary>System calls on files that the framework does not offer: opening, reading into many places, sending to a socket.</summary>
internal static unsafe partial class LinuxFiles
{
    public const int ReadOnly = 0;
    public const int NonBlocking = 0x800;
    public const int NoControllingTerminal = 0x100;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;
    public const int NotPermitted = 1;
    public const int NotFound = 2;
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int PermissionDenied = 13;
    public const int CrossesDevice = 18;
    public const int NoSystemCall = 38;
    public const int NotADirectory = 20;
    public const int NameTooLong = 36;
    public const int Loop = 40;
    public const int Closed = 9;
    private const int EmptyPath = 0x1000;
    private const int WorkingFolder = -100;
    private const uint BasicFields = 0x7ff;

    /// <summary><c>O_DIRECTORY</c>.</summary>
    public static readonly int FolderOnly = PathFlags(RuntimeInformation.ProcessArchitecture).FolderOnly;

    /// <summary><c>O_NOFOLLOW</c>.</summary>
    public static readonly int NoFollow = PathFlags(RuntimeInformation.ProcessArchitecture).NoFollow;

    /// <summary>
    /// The two flags of open(2) whose numbers differ among processors (include/uapi/asm-generic/fcntl.h of Linux, and arch/arm64): on ARM those of x86 mean
    /// O_DIRECT and O_LARGEFILE.
    /// </summary>
    public static (int FolderOnly, int NoFollow) PathFlags(Architecture processor) =>
        processor is Architecture.Arm64 or Architecture.Arm ? (0x4000, 0x8000) : (0x10000, 0x20000);

    /// <summary>Opens a path relative to a folder.</summary>
    /// <param name="folder">Descriptor of the folder.</param>
    /// <param name="path">The path, with its closing zero.</param>
    /// <param name="flags">As of open(2).</param>
    /// <returns>The descriptor, or -1 with the error in <see cref="Marshal.GetLastPInvokeError"/>.</returns>
    public static int OpenAt(int folder, ReadOnlySpan<byte> path, int flags)
    {
        fixed (byte* start = path)
        {
            return OpenAt(folder, start, flags);
        }
    }

    /// <summary>Looks at an open file; false when the kernel cannot.</summary>
    public static bool TryState(int descriptor, out FileState state)
    {
        byte nothing = 0;
        fixed (FileState* room = &state)
        {
            return State(descriptor, &nothing, EmptyPath, BasicFields, room) == 0;
        }
    }

    /// <summary>Looks at a file by its path; false when it cannot be seen.</summary>
    /// <param name="path">The path, with its closing zero; absolute.</param>
    /// <param name="state">What it is.</param>
    public static bool TryState(ReadOnlySpan<byte> path, out FileState state)
    {
        fixed (byte* start = path)
        fixed (FileState* room = &state)
        {
            return State(WorkingFolder, start, 0, BasicFields, room) == 0;
        }
    }

    /// <summary>Reads where a symbolic link leads.</summary>
    /// <param name="folder">Descriptor of the folder.</param>
    /// <param name="path">Relative path, with its closing zero.</param>
    /// <param name="target">Room for it.</param>
    /// <returns>Bytes of it, or -1 when there is no such link.</returns>
    public static int ReadLink(int folder, ReadOnlySpan<byte> path, Span<byte> target)
    {
        fixed (byte* start = path)
        fixed (byte* room = target)
        {
            return (int)ReadLinkAt(folder, start, room, (nuint)target.Length);
        }
    }

    /// <summary>Sends what a socket takes without waiting. The handle keeps the descriptor from becoming another socket's meanwhile.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="bytes">What to send.</param>
    /// <param name="moreFollows">Whether the packet may wait for what comes next.</param>
    /// <param name="error">The error when the result is negative, else 0.</param>
    /// <returns>Bytes taken, or -1.</returns>
    public static int TrySend(SafeHandle socket, ReadOnlySpan<byte> bytes, bool moreFollows, out int error)
    {
        const int NoSignal = 0x4000;
        const int DontWait = 0x40;
        const int MoreFollows = 0x8000;
        error = Closed;
        if (socket.IsClosed)
        {
            return -1;
        }

        try
        {
            fixed (byte* start = bytes)
            {
                var sent = (int)Send(socket, start, (nuint)bytes.Length, DontWait | NoSignal | (moreFollows ? MoreFollows : 0));
                error = sent < 0 ? Marshal.GetLastPInvokeError() : 0;
                return sent;
            }
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }

    /// <summary>Has a socket keep segments back that are not full, or let them go (TCP_CORK). A socket that is closed has none.</summary>
    public static void Cork(SafeHandle socket, bool keepBack)
    {
        const int Tcp = 6;
        const int CorkOption = 3;
        var value = keepBack ? 1 : 0;
        try
        {
            _ = Net.LinuxSockets.SetOption(socket, Tcp, CorkOption, &value, sizeof(int));
        }
        catch (ObjectDisposedException)
        {
            // Its peer is gone.
        }
    }

    /// <summary>Sends a stretch of a file, from the page cache to the socket. The socket must be one that does not wait.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">First byte; moved on by what was sent.</param>
    /// <param name="count">Most bytes to send.</param>
    /// <param name="error">The error when the result is negative, else 0.</param>
    /// <returns>Bytes sent; 0 at the end of the file; or -1.</returns>
    public static long TrySendFile(SafeHandle socket, SafeFileHandle file, ref long offset, long count, out int error)
    {
        error = Closed;
        if (socket.IsClosed)
        {
            return -1;
        }

        try
        {
            var sent = SendFile(socket, file, ref offset, (nuint)count);
            error = sent < 0 ? Marshal.GetLastPInvokeError() : 0;
            return sent;
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenPath(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "preadv", SetLastError = true)]
    public static partial nint ReadInto(SafeFileHandle file, Net.LinuxSockets.Vector* vectors, int count, long offset);

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    private static partial nint SendFile(SafeHandle socket, SafeFileHandle file, ref long offset, nuint count);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeHandle socket, byte* bytes, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(int folder, byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int State(int folder, byte* path, int flags, uint fields, FileState* state);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    private static partial nint ReadLinkAt(int folder, byte* path, byte* target, nuint size);

    /// <summary><c>struct statx</c>, the fields we read; the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileState
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public long Size;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        /// <summary>Whether it is a regular file.</summary>
        public readonly bool IsFile => (Mode & 0xF000) == 0x8000;

        /// <summary>Whether it is a symbolic link.</summary>
        public readonly bool IsLink => (Mode & 0xF000) == 0xA000;

        /// <summary>Whether it is a folder.</summary>
        public readonly bool IsDirectory => (Mode & 0xF000) == 0x4000;

        /// <summary>The state as a version.</summary>
        public readonly FileVersion Version => new(Inode, (ModifiedSeconds * 1_000_000_000) + ModifiedNanoseconds, Size);
    }
}
