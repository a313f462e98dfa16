using BootService.Core;

namespace BootService.Media.Pallets;

/// <summary>Where a repository's metadata lie while a command works with them: on disk, because they can be larger than the memory that is fair.</summary>
internal sealed class MetadataFolder : IDisposable
{
    /// <summary>How such folders begin; a stop leaves them behind, a start takes them away.</summary>
    public const string Prefix = ".metadata-";

    /// <summary>Makes one.</summary>
    /// <exception cref="RefusedException">It cannot or may not be made.</exception>
    public MetadataFolder(PalletFolder folder)
    {
        Path = System.IO.Path.Combine(folder.Mirrors, Prefix + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"bootservice cannot write {folder.Mirrors}: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
