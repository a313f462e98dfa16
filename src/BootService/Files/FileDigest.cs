using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace BootService.Files;

/// <summary>SHA-256 of a stretch of a file: all of it, or what is one file on an image.</summary>
internal static class FileDigest
{
    private const int ChunkOctets = 256 << 10;

    /// <summary>Reads the stretch.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="offset">Its first octet.</param>
    /// <param name="length">Its octets.</param>
    /// <param name="read">Told how many octets were read, chunk by chunk; null for nobody.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The digest in lower-case hexadecimal digits; null when the file ends before the stretch does.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? Of(SafeFileHandle file, long offset, long length, Action<long>? read = null, CancellationToken cancel = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length, 1, ChunkOctets));
        try
        {
            for (var done = 0L; done < length;)
            {
                cancel.ThrowIfCancellationRequested();
                var count = RandomAccess.Read(file, chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - done)), offset + done);
                if (count == 0)
                {
                    return null;
                }

                hash.AppendData(chunk, 0, count);
                done += count;
                read?.Invoke(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
