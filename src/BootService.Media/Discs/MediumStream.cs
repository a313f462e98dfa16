using BootService.Core.Iso;

namespace BootService.Media.Discs;

/// <summary>A file of a medium, read from its start to its end.</summary>
/// <param name="medium">The medium; stays open.</param>
/// <param name="entry">The file.</param>
internal sealed class MediumStream(IMedium medium, IsoEntry entry) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => entry.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, entry.Length - Position);
        var read = wanted > 0 ? medium.Read(entry, Position, buffer[..wanted]) : 0;
        Position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
