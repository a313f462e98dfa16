using BootService.Core;

namespace BootService.Media.Repositories;

/// <summary>Passes on what comes out of a packed file, and refuses what no such file becomes.</summary>
/// <param name="inner">What comes out; stays open.</param>
/// <param name="packed">Bytes of the packed file.</param>
/// <exception cref="InvalidDataException">Thrown while reading: it becomes more than <see cref="MediaLimits"/> allows.</exception>
internal sealed class UnpackedGuard(Stream inner, long packed) : Stream
{
    private readonly long _most = Math.Min(MediaLimits.UnpackedBytes, MediaLimits.FreelyUnpackedBytes + (packed * MediaLimits.UnpackedRatio));
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _read += read;
        return _read <= _most ? read : throw new InvalidDataException($"its {packed} bytes become more than {_most >> 20} MB, as no metadata do");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
