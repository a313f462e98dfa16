using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BootService.Files;

/// <summary>A folder whose files are given out. Nothing outside it can be reached through it, whatever names or links say.</summary>
/// <remarks>Safe from any thread. Each look asks the file system: an edit takes effect at once.</remarks>
internal sealed class BootFolder : IFileSource, IFolderListing, IDisposable
{
    private const int LongestPath = 2048;

    private readonly SafeFileHandle _root;
    private readonly int _descriptor;

    /// <summary>Opens a folder. The folder may be replaced afterwards only by opening it anew.</summary>
    /// <exception cref="IOException">It is not there, no folder, or may not be entered; the message is a sentence.</exception>
    public BootFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        // The root itself may be reached by links: only what is below it is confined.
        var descriptor = LinuxFiles.OpenPath(Path, LinuxFiles.PathOnly | LinuxFiles.CloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"the folder {Path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}; create it or let the daemon's user enter it");
        }

        _root = new SafeFileHandle(descriptor, ownsHandle: true);
        if (!LinuxFiles.TryState(descriptor, out var state) || !state.IsDirectory)
        {
            _root.Dispose();
            throw new IOException($"{Path} is not a folder");
        }

        var held = false;
        _root.DangerousAddRef(ref held);
        _descriptor = descriptor;
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Looks a name up.</summary>
    /// <param name="name">In its normal form; empty for the folder itself.</param>
    /// <returns><see cref="BootFile.OnDisk"/>, <see cref="BootFile.Directory"/>, <see cref="BootFile.Missing"/> or <see cref="BootFile.Refused"/>.</returns>
    public BootFile Find(ReadOnlySpan<char> name)
    {
        if (!TryOpen(name, LinuxFiles.PathOnly, out var descriptor))
        {
            return Marshal.GetLastPInvokeError() switch
            {
                LinuxFiles.NotFound or LinuxFiles.NotADirectory or LinuxFiles.NameTooLong => FileNotFound,
                LinuxFiles.PermissionDenied => new BootFile.Refused("the daemon's user may not read this file"),
                LinuxFiles.CrossesDevice or LinuxFiles.Loop => new BootFile.Refused("a symbolic link leads out of the folder"),
                _ => new BootFile.Failed("the file cannot be opened"),
            };
        }

        var known = LinuxFiles.TryState(descriptor, out var state);
        _ = LinuxFiles.Close(descriptor);
        return state switch
        {
            _ when !known => new BootFile.Failed("the file cannot be looked at"),
            { IsFile: true } => new BootFile.OnDisk(this, name.ToString(), 0, state.Size, state.Version),
            { IsDirectory: true } => new BootFile.Directory(this, name.ToString()),
            _ => new BootFile.Refused("this is not a regular file"),
        };
    }

    /// <summary>The state of a folder below this one; null when there is none.</summary>
    /// <param name="name">In its normal form; empty for the folder itself.</param>
    public FileVersion? VersionOf(ReadOnlySpan<char> name)
    {
        if (!TryOpen(name, LinuxFiles.PathOnly, out var descriptor))
        {
            return null;
        }

        var known = LinuxFiles.TryState(descriptor, out var state);
        _ = LinuxFiles.Close(descriptor);
        return known && state.IsDirectory ? state.Version : null;
    }

    /// <summary>Opens a file for reading, if it is still the version found.</summary>
    /// <param name="name">As given to <see cref="Find"/>.</param>
    /// <param name="version">What <see cref="Find"/> saw.</param>
    /// <returns>Null when it is gone, changed or unreadable.</returns>
    public SafeFileHandle? Open(string name, FileVersion version)
    {
        if (!TryOpen(name, LinuxFiles.ReadOnly | LinuxFiles.NonBlocking | LinuxFiles.NoControllingTerminal, out var descriptor))
        {
            return null;
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (LinuxFiles.TryState(descriptor, out var state) && state.IsFile && state.Version == version)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    /// <summary>The names in a folder, for a listing; sorted, folders first.</summary>
    /// <param name="name">As in <see cref="BootFile.Directory"/>.</param>
    public IReadOnlyList<FolderLine> List(string name)
    {
        if (Find(name) is not BootFile.Directory)
        {
            return [];
        }

        try
        {
            return [.. new DirectoryInfo(System.IO.Path.Combine(Path, name)).EnumerateFileSystemInfos()
                .OrderBy(entry => entry is FileInfo).ThenBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(
                    entry => new FolderLine(
                        entry.Name, entry is DirectoryInfo, entry is FileInfo { Exists: true } file ? file.Length : null,
                        new DateTimeOffset(entry.LastWriteTimeUtc)))];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Closes the folder; files opened through it stay open.</summary>
    public void Dispose()
    {
        if (!_root.IsClosed)
        {
            _root.DangerousRelease();
            _root.Dispose();
        }
    }

    /// <summary>Reads where a symbolic link in the folder leads, as it is written.</summary>
    /// <param name="name">Its name, in its normal form.</param>
    /// <param name="target">Room for it.</param>
    /// <returns>Bytes of it; 0 when there is no such link.</returns>
    public int ReadLink(ReadOnlySpan<char> name, Span<byte> target)
    {
        Span<byte> path = stackalloc byte[LongestPath];
        if (!Encoding.UTF8.TryGetBytes(name, path[..^1], out var length))
        {
            return 0;
        }

        path[length] = 0;
        return Math.Max(0, LinuxFiles.ReadLink(_descriptor, path, target));
    }

    private static BootFile.Missing FileNotFound { get; } = new("file not found");

    private bool TryOpen(ReadOnlySpan<char> name, int flags, out int descriptor)
    {
        Span<byte> path = stackalloc byte[LongestPath];
        if (name.IsEmpty)
        {
            name = ".";
        }

        if (!Encoding.UTF8.TryGetBytes(name, path[..^1], out var length))
        {
            Marshal.SetLastPInvokeError(LinuxFiles.NameTooLong);
            descriptor = -1;
            return false;
        }

        path[length] = 0;
        descriptor = Beneath.Open(_descriptor, path, flags);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() is LinuxFiles.CrossesDevice && Straightened(name) is { } straight)
        {
            Span<byte> octets = stackalloc byte[LongestPath];
            octets[Encoding.UTF8.GetBytes(straight, octets[..^1])] = 0;
            descriptor = Beneath.Open(_descriptor, octets, flags);
        }

        return descriptor >= 0;
    }

    /// <summary>
    /// A name without its links, for one that spells them with the whole path: the kernel takes each of these for one that leads out. Where it leads is
    /// looked at without opening it, and what is found is then opened beneath the folder as any other name.
    /// </summary>
    /// <returns>Null when it leads out of the folder, or to nothing. The last error is left as it was then.</returns>
    private string? Straightened(ReadOnlySpan<char> name)
    {
        var error = Marshal.GetLastPInvokeError();
        var looked = LinuxFiles.OpenPath(System.IO.Path.Join(Path, name), LinuxFiles.PathOnly | LinuxFiles.CloseOnExec);
        var straight = looked < 0 ? null : WhereIs(looked);
        _ = looked < 0 ? 0 : LinuxFiles.Close(looked);
        var root = WhereIs(_descriptor);
        Marshal.SetLastPInvokeError(error);
        return straight is not null && root is not null && straight.StartsWith(root + "/", StringComparison.Ordinal)
            && Encoding.UTF8.GetByteCount(straight) < LongestPath ? straight[(root.Length + 1)..] : null;
    }

    /// <summary>The path of an open file without a link in it (proc(5), <c>/proc/PID/fd</c>).</summary>
    private static string? WhereIs(int descriptor)
    {
        try
        {
            return new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
