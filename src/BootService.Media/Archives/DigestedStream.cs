using System.Security.Cryptography;

namespace BootService.Media.Archives;

/// <summary>Reads so many octets of a file and adds them up on the way; there must be as many as were announced.</summary>
/// <param name="from">The file.</param>
/// <param name="length">How many octets it had when it was looked at.</param>
/// <param name="path">What sentences call it.</param>
/// <param name="told">Told how many were read, each time.</param>
internal sealed class DigestedStream(Stream from, long length, string path, Func<int, ValueTask> told) : Stream
{
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    public override bool CanRead => true;

    // Whoever writes archives asks how long it will be before he reads.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>The digest of what was read, in hexadecimal digits.</summary>
    public string Digest => Convert.ToHexStringLower(_digest.GetCurrentHash());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = (int)Math.Min(buffer.Length, length - _read);
        if (left == 0)
        {
            return 0;
        }

        var read = await from.ReadAsync(buffer[..left], cancellationToken);
        if (read == 0)
        {
            throw new IOException($"{path} became shorter while it was read: try again");
        }

        _digest.AppendData(buffer.Span[..read]);
        _read += read;
        await told(read);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _digest.Dispose();
        base.Dispose(disposing);
    }
}
