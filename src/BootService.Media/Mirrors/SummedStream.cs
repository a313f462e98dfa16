using System.Security.Cryptography;

namespace BootService.Media.Mirrors;

/// <summary>Passes what is written on, in larger pieces, and adds it up.</summary>
/// <param name="inner">Where it goes; stays open.</param>
/// <param name="sum">What it is added to.</param>
internal sealed class SummedStream(Stream inner, IncrementalHash sum) : Stream
{
    private readonly byte[] _room = new byte[64 << 10];
    private int _held;
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    /// <summary>Bytes written up to now.</summary>
    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _length += buffer.Length;
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, _room.Length - _held);
            buffer[..taken].CopyTo(_room.AsSpan(_held));
            _held += taken;
            buffer = buffer[taken..];
            if (_held == _room.Length)
            {
                Flush();
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        sum.AppendData(_room, 0, _held);
        inner.Write(_room, 0, _held);
        _held = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Flush();
        }

        base.Dispose(disposing);
    }
}
