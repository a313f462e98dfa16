using BootService.Core;
using BootService.Media.Pallets;

namespace BootService.Media.Mirrors;

/// <summary>Where a mirror is made: held for one command at a time.</summary>
internal sealed class MirrorPlace : IDisposable
{
    private readonly FileStream _lock;

    private MirrorPlace(string root, string folder, FileStream held) => (Root, Folder, _lock) = (root, folder, held);

    /// <summary>The directory that the image's path starts from.</summary>
    public string Root { get; }

    /// <summary>The folder of the mirror.</summary>
    public string Folder { get; }

    /// <summary>Takes the folder below the caller's directory, or below the daemon's own where it may not write the caller's.</summary>
    /// <exception cref="RefusedException">Neither can be written, or another command works there.</exception>
    public static MirrorPlace Take(string caller, PalletFolder folder, string name)
    {
        try
        {
            return Take(caller, name);
        }
        catch (Exception theirs) when (theirs is UnauthorizedAccessException or IOException)
        {
            try
            {
                return Take(folder.Mirrors, name);
            }
            catch (Exception ours) when (ours is UnauthorizedAccessException or IOException)
            {
                throw new RefusedException(
                    $"bootservice can write neither {caller} nor {folder.Mirrors} ({ours.Message.TrimEnd('.')}): let its user write one of them");
            }
        }
    }

    /// <summary>Why a mirror that was begun could not be written to its end.</summary>
    public static RefusedException Unwritten(Exception fault) => new(
        $"the mirror cannot be written: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}; what was fetched stays: run the command again");

    public void Dispose()
    {
        _lock.Dispose();
        File.Delete(_lock.Name);
    }

    private static MirrorPlace Take(string root, string name)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(path);
        var at = Path.Combine(path, ".lock");
        using (File.OpenHandle(at, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
        {
        }

        try
        {
            return new MirrorPlace(root, path, new FileStream(at, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (IOException)
        {
            throw new RefusedException($"another \"create mirror\" works in {path}: wait for its end, or take another directory");
        }
    }
}
