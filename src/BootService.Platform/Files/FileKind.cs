namespace BootService.Platform.Files;

/// <summary>What a name of a file system is.</summary>
public enum FileKind
{
    /// <summary>Nothing is there, or nobody lets us see.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A FIFO.</summary>
    Fifo,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device.</summary>
    Device,
}

/// <summary>What is known of a name without opening it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">Bytes of a regular file.</param>
/// <param name="Modified">When it was changed last.</param>
public readonly record struct FileState(FileKind Kind, long Length, DateTimeOffset Modified);

/// <summary>A name that was to be read is no regular file: opening it could wait for ever, or do something.</summary>
/// <param name="path">Its path.</param>
/// <param name="kind">What it is.</param>
public sealed class NotRegularFileException(string path, FileKind kind) : IOException($"{path} is {Words(kind)}, and only regular files are read")
{
    /// <summary>The name.</summary>
    public string Path => path;

    /// <summary>What it is.</summary>
    public FileKind Kind => kind;

    private static string Words(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Link => "a link",
        FileKind.Fifo => "a FIFO",
        FileKind.Socket => "a socket",
        FileKind.Device => "a device",
        _ => "no file",
    };
}
