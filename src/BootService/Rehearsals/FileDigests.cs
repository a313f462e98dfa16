using System.Collections.Concurrent;
using BootService.Files;

namespace BootService.Rehearsals;

/// <summary>SHA-256 of boot files, kept until a file is another: kernels and RAM disks are large and seldom change.</summary>
internal sealed class FileDigests
{
    private readonly ConcurrentDictionary<string, (BootFile.OnDisk File, string Digest)> _known = new(StringComparer.Ordinal);

    /// <summary>The digest, lower-case hex; null when the file is gone or cannot be read.</summary>
    public string? Of(BootFile.OnDisk file)
    {
        if (_known.TryGetValue(file.Name, out var known) && known.File == file)
        {
            return known.Digest;
        }

        using var handle = file.Open();
        if (handle is null || FileDigest.Of(handle, file.Offset, file.Length) is not { } digest)
        {
            return null;
        }

        _known[file.Name] = (file, digest);
        return digest;
    }
}
