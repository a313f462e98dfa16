using System.Buffers;
using System.Security.Cryptography;
using BootService.Core.Repositories;
using BootService.Media.Work;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>What a file that is fetched has to be.</summary>
/// <param name="Size">Its bytes; 0 when nobody knows.</param>
/// <param name="Sum">What it adds up to; null when nobody knows.</param>
internal readonly record struct FetchedFile(long Size, Checksum? Sum)
{
    private const int ChunkBytes = 256 << 10;

    /// <summary>How many bytes it may have where nobody knows how many it has.</summary>
    public long Most { get; init; }

    /// <summary>Who states size and sum; the repository unless something else does.</summary>
    public string? Witness { get; init; }

    private string Who => Witness ?? "the repository";

    /// <summary>Why so many bytes are too many; null when they are not.</summary>
    public string? LongerThan(long length) => Size > 0 && length > Size ? $"is longer than the {Size} bytes that {Who} states"
        : Size == 0 && Most > 0 && length > Most ? $"is longer than {ByteText.Of(Most)}, and nothing of its kind is"
        : null;

    /// <summary>Why bytes are not what they should be; null when they are.</summary>
    public string? Fault(ReadOnlySpan<byte> bytes) =>
        LongerThan(bytes.Length) ?? (bytes.Length < Size ? ShorterThan(bytes.Length)
            : Sum is { } known && Convert.ToHexStringLower(
                CryptographicOperations.HashData(new HashAlgorithmName(known.Algorithm.ToUpperInvariant()), bytes)) != known.Value
                ? DoesNotAddUp(known)
                : null);

    /// <summary>Why a file is not what it should be; null when it is.</summary>
    public string? Fault(string path, CancellationToken cancel)
    {
        using var file = RegularFile.Open(path);
        var length = RandomAccess.GetLength(file);
        if (Size > 0 && length != Size)
        {
            return ShorterThan(length);
        }

        if (Sum is not { } known)
        {
            return LongerThan(length);
        }

        using var hash = IncrementalHash.CreateHash(new HashAlgorithmName(known.Algorithm.ToUpperInvariant()));
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (long done = 0; RandomAccess.Read(file, chunk, done) is var read and > 0; done += read)
            {
                cancel.ThrowIfCancellationRequested();
                hash.AppendData(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash()) == known.Value ? null : DoesNotAddUp(known);
    }

    private string ShorterThan(long length) => $"has {length} bytes and not the {Size} that {Who} states";

    private string DoesNotAddUp(Checksum sum) => $"does not have the {sum.Algorithm} sum that {Who} states";
}
