using System.Runtime.InteropServices;

namespace BootService.Platform.Files;

/// <summary>System calls on files that the framework does not offer.</summary>
internal static partial class LinuxCalls
{
    /// <summary><c>AT_FDCWD</c>.</summary>
    public const int WorkingFolder = -100;

    /// <summary><c>AT_SYMLINK_NOFOLLOW</c>.</summary>
    public const int NoFollow = 0x100;

    /// <summary><c>AT_EMPTY_PATH</c>.</summary>
    public const int EmptyPath = 0x1000;

    /// <summary><c>X_OK</c> of a folder.</summary>
    public const int Enter = 1;

    /// <summary><c>W_OK</c>.</summary>
    public const int Write = 2;

    private const uint BasicFields = 0x7FF;
    private const int NoSuchFile = 2;
    private const int NoDevice = 6;
    private const int NotPermitted = 1;
    private const int NoAccess = 13;
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int NonBlocking = 0x800;

    /// <summary>What a name is; <see cref="FileKind.Missing"/> when that cannot be told.</summary>
    public static FileState State(int folder, string path, int flags)
    {
        if (StatX(folder, path, flags, BasicFields, out var state) < 0)
        {
            return default;
        }

        var kind = (state.Mode & 0xF000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0x1000 => FileKind.Fifo,
            0xC000 => FileKind.Socket,
            _ => FileKind.Device,
        };
        return new FileState(
            kind, state.Size, DateTimeOffset.UnixEpoch.AddTicks((state.ModifiedSeconds * TimeSpan.TicksPerSecond) + (state.ModifiedNanoseconds / 100)));
    }

    /// <summary>Why the last call could not open a file.</summary>
    public static Exception Refused(string path) => Marshal.GetLastPInvokeError() switch
    {
        NoSuchFile => new FileNotFoundException($"there is no {path}", path),
        NoAccess or NotPermitted => new UnauthorizedAccessException($"{path} may not be read"),
        NoDevice => new NotRegularFileException(path, FileKind.Socket),
        _ => new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}"),
    };

    /// <summary>Whether this process may use a path so; the reason is the last error where it may not.</summary>
    public static bool May(string path, int use) => Access(path, use) == 0;

    /// <summary>Lets reads wait again, as they do of any file that the framework opens.</summary>
    public static void MakeBlocking(int descriptor)
    {
        var flags = FileControl(descriptor, GetFlags, 0);
        if (flags >= 0)
        {
            _ = FileControl(descriptor, SetFlags, flags & ~NonBlocking);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int use);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint fields, out Fields state);

    /// <summary><c>struct statx</c>, the fields we read; the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Fields
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(40)]
        public long Size;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;
    }
}
