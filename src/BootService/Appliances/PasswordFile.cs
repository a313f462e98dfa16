using BootService.Platform.Files;
using BootService.Storage;

namespace BootService.Appliances;

/// <summary>
/// A file that holds a password and nothing else. It is read anew at each connection, so that a password can be changed while the daemon runs.
/// </summary>
internal static class PasswordFile
{
    private const int Longest = 1024;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The password.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StorageException">It is missing, empty, or others could read it.</exception>
    public static string Read(string path)
    {
        try
        {
            if ((File.GetUnixFileMode(path) & Others) is not UnixFileMode.None)
            {
                throw new StorageException($"{path} holds a password and others than its owner may read or write it: \"chmod 600 {path}\"");
            }

            var password = RegularFile.Text(path, Longest).TrimEnd('\r', '\n');
            return password.Length > 0 && !password.Contains('\n', StringComparison.Ordinal)
                ? password
                : throw new StorageException($"{path} holds no password: write it there, as its one line");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StorageException($"there is no file {path} with the password of the database: make it, or set Database:PasswordFile to another", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"{path} cannot be read for the password of the database ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}): let bootservice own it, with "
                    + "mode 600", fault);
        }
    }
}
