using System.Collections.Concurrent;
using System.Security.Cryptography;
using BootService.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Rehearsals;

/// <summary>SHA-256 of boot files, kept until a file is another: kernels and RAM disks are large and seldom change.</summary>
internal sealed class FileDigests
{
    private const int Piece = 1 << 20;

    private readonly ConcurrentDictionary<string, (BootFile.OnDisk File, string Digest)> _known = new(StringComparer.Ordinal);

    /// <summary>The digest, lower-case hex; null when the file is gone or cannot be read.</summary>
    public string? Of(BootFile.OnDisk file)
    {
        if (_known.TryGetValue(file.Name, out var known) && known.File == file)
        {
            return known.Digest;
        }

        using var handle = file.Open();
        if (handle is null || Read(handle, file.Offset, file.Length) is not { } digest)
        {
            return null;
        }

        _known[file.Name] = (file, digest);
        return digest;
    }

    // The content may be a stretch of an image.
    private static string? Read(SafeFileHandle handle, long offset, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[Piece];
        for (var done = 0L; done < length;)
        {
            var got = RandomAccess.Read(handle, piece.AsSpan(0, (int)Math.Min(Piece, length - done)), offset + done);
            if (got == 0)
            {
                return null;
            }

            hash.AppendData(piece, 0, got);
            done += got;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
