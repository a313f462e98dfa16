using System.Net.Sockets;
using BootService.Platform.Files;
using BootService.Settings;

namespace BootService.Hosting;

/// <summary>The admin's Unix socket: made ready for Kestrel, and open to root and the group of the daemon only.</summary>
internal static class AdminSocket
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Makes the folder and takes away what a daemon that was killed left behind.</summary>
    /// <exception cref="StartException">Another daemon answers there, something else lies there, or the folder cannot be written.</exception>
    public static void Prepare(string path)
    {
        try
        {
            // Its path is as long as the kernel lets it be (unix(7)).
            _ = new UnixDomainSocketEndPoint(Path.GetFullPath(path));
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (RegularFile.LookAtName(path).Kind is not (FileKind.Missing or FileKind.Socket))
            {
                throw new StartException(
                    $"the admin socket {path} cannot be made, because something else has that name: move it away, or set Admin:Socket to another path");
            }

            if (File.Exists(path))
            {
                if (Answers(path))
                {
                    throw new StartException($"another bootservice answers on {path}; stop it, or set Admin:Socket to another path");
                }

                File.Delete(path);
            }

            // Whatever forbids it is told before the first listener answers: a folder of another user, a file system without sockets.
            using var trial = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            trial.Bind(new UnixDomainSocketEndPoint(path));
            File.Delete(path);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new StartException($"the admin socket {path} cannot be made: its path may have at most 107 bytes; set Admin:Socket to a shorter one");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new StartException($"the admin socket {path} cannot be made: {fault.Message.TrimEnd('.')}; set Admin:Socket to a path this user can write");
        }
    }

    /// <summary>Whether a daemon answers there.</summary>
    public static bool IsServed(string path) => RegularFile.LookAtName(path).Kind is FileKind.Socket && Answers(path);

    /// <summary>Narrows the access once the socket is there.</summary>
    public static void Protect(string path) => File.SetUnixFileMode(path, OwnerAndGroup);

    private static bool Answers(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
