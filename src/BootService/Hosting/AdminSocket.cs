using System.Net.Sockets;
using BootService.Settings;

namespace BootService.Hosting;

/// <summary>The admin's Unix socket: made ready for Kestrel, and open to root and the group of the daemon only.</summary>
internal static class AdminSocket
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Makes the folder and takes away what a daemon that was killed left behind.</summary>
    /// <exception cref="StartException">Another daemon answers there, or the folder cannot be written.</exception>
    public static void Prepare(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (File.Exists(path))
            {
                if (Answers(path))
                {
                    throw new StartException($"another bootservice answers on {path}; stop it, or set Admin:Socket to another path");
                }

                File.Delete(path);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"the admin socket {path} cannot be made: {fault.Message.TrimEnd('.')}; set Admin:Socket to a path this user can write");
        }
    }

    /// <summary>Whether a daemon answers there.</summary>
    public static bool IsServed(string path) => File.Exists(path) && Answers(path);

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
