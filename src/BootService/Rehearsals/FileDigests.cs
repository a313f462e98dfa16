using System.Collections.Concurrent;
using System.Security.Cryptography;
using BootService.Files;

namespace BootService.Rehearsals;

/// <summary>SHA-256 of boot files, kept until a file is another: kernels and RAM disks are large and seldom change.</summary>
internal sealed class FileDigests
{
    private readonly ConcurrentDictionary<string, (FileVersion Version, string Digest)> _known = new(StringComparer.Ordinal);

    /// <summary>The digest, lower-case hex; null when the file is gone or cannot be read.</summary>
    public string? Of(BootFile.OnDisk file)
    {
        if (_known.TryGetValue(file.Name, out var known) && known.Version == file.Version)
        {
            return known.Digest;
        }

        using var handle = file.Open();
        if (handle is null)
        {
            return null;
        }

        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 1 << 20);
        var digest = Convert.ToHexStringLower(SHA256.HashData(stream));
        _known[file.Name] = (file.Version, digest);
        return digest;
    }
}
