using System.Security.Cryptography;

namespace BootService.Firmware.Wire;

/// <summary>Takes in a file as it arrives: its length and digest, and its beginning; a thousand machines cannot each keep an initrd.</summary>
public sealed class FileSink : IDisposable
{
    /// <summary>How much of a file is kept, in octets: more than any configuration or kickstart.</summary>
    public const int Kept = 256 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _start = [];
    private int _used;

    /// <summary>Octets so far.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the next octets.</summary>
    public void Take(ReadOnlySpan<byte> octets)
    {
        _hash.AppendData(octets);
        Length += octets.Length;
        octets = octets[..Math.Min(octets.Length, Kept - _used)];
        if (_used + octets.Length > _start.Length)
        {
            Array.Resize(ref _start, Math.Min(Kept, Math.Max(_used + octets.Length, _start.Length * 2)));
        }

        octets.CopyTo(_start.AsSpan(_used));
        _used += octets.Length;
    }

    /// <summary>The file, once it is whole.</summary>
    /// <param name="name">What it was asked for by.</param>
    /// <param name="announced">How long the server said it is; null when it did not.</param>
    public FetchedFile Finish(string name, long? announced) =>
        new(name, Length, announced, Convert.ToHexStringLower(_hash.GetHashAndReset()), _start.AsMemory(0, _used));

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}

/// <summary>A file that a machine has fetched.</summary>
/// <param name="Name">What it was asked for by: a TFTP name, or a URL.</param>
/// <param name="Length">Its length in octets.</param>
/// <param name="Announced">The length that was announced before its content came (tsize, Content-Length); null when none was.</param>
/// <param name="Digest">SHA-256 of all of it, lower-case hex.</param>
/// <param name="Start">Its first octets, up to <see cref="FileSink.Kept"/>: all of a small file.</param>
public sealed record FetchedFile(string Name, long Length, long? Announced, string Digest, ReadOnlyMemory<byte> Start)
{
    /// <summary>The file as text (UTF-8), its beginning when it is long.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Start.Span);
}
