using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BootService.Platform.Files;

/// <summary>
/// Opens files whose names come from people, images and folders. What is no regular file is told and never opened: a FIFO would wait for a
/// writer, a device may do anything.
/// </summary>
public static class RegularFile
{
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int NoTerminal = 0x100;
    private const int CloseOnExec = 0x80000;

    /// <summary>What a path leads to, links followed.</summary>
    public static FileState Look(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return LinuxCalls.State(LinuxCalls.WorkingFolder, path, 0);
    }

    /// <summary>What a path is, a link itself where it is one.</summary>
    public static FileState LookAtName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return LinuxCalls.State(LinuxCalls.WorkingFolder, path, LinuxCalls.NoFollow);
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="NotRegularFileException">It is no regular file.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It cannot be opened for another reason.</exception>
    public static SafeFileHandle Open(string path)
    {
        // Looked at first, because opening alone can move a tape; and after it, because the name may have been given to something else meanwhile.
        if (Look(path) is { Kind: not (FileKind.Regular or FileKind.Missing) } other)
        {
            throw new NotRegularFileException(path, other.Kind);
        }

        var descriptor = LinuxCalls.Open(path, ReadOnly | NonBlocking | NoTerminal | CloseOnExec);
        if (descriptor < 0)
        {
            throw LinuxCalls.Refused(path);
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        var kind = LinuxCalls.State(descriptor, string.Empty, LinuxCalls.EmptyPath).Kind;
        if (kind is not FileKind.Regular)
        {
            file.Dispose();
            throw new NotRegularFileException(path, kind);
        }

        LinuxCalls.MakeBlocking(descriptor);
        return file;
    }

    /// <summary>Opens a file for reading from its start to its end.</summary>
    /// <inheritdoc cref="Open"/>
    public static FileStream OpenStream(string path) => new(Open(path), FileAccess.Read, bufferSize: 16 << 10);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="most">How many bytes it may have.</param>
    /// <exception cref="IOException">It is longer, or no regular file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Bytes(string path, long most)
    {
        using var file = Open(path);
        var length = RandomAccess.GetLength(file);
        if (length > most)
        {
            throw new IOException($"{path} has {length} bytes, and at most {most} are read");
        }

        var bytes = new byte[length];
        var done = 0;
        while (done < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(done), done) is var read and > 0)
        {
            done += read;
        }

        return done == bytes.Length ? bytes : bytes[..done];
    }

    /// <summary>Reads a whole file of text, with or without a mark of its encoding.</summary>
    /// <inheritdoc cref="Bytes"/>
    public static string Text(string path, long most)
    {
        using var reader = new StreamReader(new MemoryStream(Bytes(path, most), writable: false), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
