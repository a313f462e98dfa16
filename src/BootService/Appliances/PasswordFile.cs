using BootService.Platform.Files;
using BootService.Storage;

namespace BootService.Appliances;

/// <summary>What such a file is for, as sentences name it.</summary>
/// <param name="What">What is in it.</param>
/// <param name="Setting">The setting that names it.</param>
internal sealed record SecretFile(string What, string Setting)
{
    /// <summary>That of the database's user.</summary>
    public static SecretFile OfDatabase { get; } = new("the password of the database", "Database:PasswordFile");
}

/// <summary>
/// A file that holds a password, or another word that is nobody else's, and nothing else. It is read anew at each connection, so that a password can be changed
/// while the daemon runs.
/// </summary>
internal static class PasswordFile
{
    private const int Longest = 1024;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The password.</summary>
    /// <param name="path">The file.</param>
    /// <param name="secret">What it is for; null for <see cref="SecretFile.OfDatabase"/>.</param>
    /// <exception cref="StorageException">It is missing, empty, or others could read it.</exception>
    public static string Read(string path, SecretFile? secret = null)
    {
        secret ??= SecretFile.OfDatabase;
        try
        {
            if ((File.GetUnixFileMode(path) & Others) is not UnixFileMode.None)
            {
                throw new StorageException($"{path} holds {secret.What} and others than its owner may read or write it: \"chmod 600 {path}\"");
            }

            var password = RegularFile.Text(path, Longest).TrimEnd('\r', '\n');
            return password.Length > 0 && !password.Contains('\n', StringComparison.Ordinal)
                ? password
                : throw new StorageException($"{path} does not hold {secret.What}: write it there, as its one line");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StorageException($"there is no file {path} with {secret.What}: make it, or set {secret.Setting} to another", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"{path} cannot be read for {secret.What} ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}): let bootservice own it, with "
                    + "mode 600", fault);
        }
    }
}
