using System.Runtime.InteropServices;
using BootService.Files;
using BootService.Net;
using BootService.Protocols.Tftp;
using Microsoft.Win32.SafeHandles;

namespace BootService.Tftp;

/// <summary>
/// Content kept as DATA packets one after another in native memory, so that a window is one stretch of it, shared by all clients of one block
/// size and sent without a copy. A file is read as far as somebody needed it.
/// </summary>
internal sealed unsafe class FramedContent : IBlockSource
{
    /// <summary>Bytes read ahead at once: enough for one disk access to pay, little enough that nobody waits for it.</summary>
    private const int ReadAhead = 256 * 1024;

    private readonly TftpFraming _framing;
    private readonly BootFile.OnDisk? _file;
    private readonly Lock _reading = new();
    private readonly byte* _memory;
    private SafeFileHandle? _handle;
    private long _ready;
    private bool _broken;
    private int _references = 1;

    /// <summary>Frames a file, reading nothing yet. The content takes over the handle and begins with one reference.</summary>
    /// <param name="file">The file.</param>
    /// <param name="handle">The file, open.</param>
    /// <param name="blockSize">The block size.</param>
    public FramedContent(BootFile.OnDisk file, SafeFileHandle handle, int blockSize)
    {
        _framing = new TftpFraming(file.Length, blockSize);
        _file = file;
        _handle = handle;
        _memory = (byte*)NativeMemory.Alloc((nuint)_framing.FramedLength);
    }

    /// <summary>Frames content at hand, for one transfer.</summary>
    public FramedContent(ReadOnlySpan<byte> content, int blockSize)
    {
        _framing = new TftpFraming(content.Length, blockSize);
        _memory = (byte*)NativeMemory.Alloc((nuint)_framing.FramedLength);
        for (var block = 1L; block <= _framing.LastBlock; block++)
        {
            var at = new Span<byte>(_memory + ((block - 1) * _framing.Stride), _framing.WireLength(block, 1));
            _ = TftpWriter.DataHeader(at, block);
            content[..(at.Length - TftpPacket.HeaderLength)].CopyTo(at[TftpPacket.HeaderLength..]);
            content = content[(at.Length - TftpPacket.HeaderLength)..];
        }

        _ready = _framing.LastBlock;
    }

    /// <inheritdoc/>
    public long Length => _framing.Length;

    /// <summary>Bytes of memory it may come to hold.</summary>
    public long Footprint => _framing.FramedLength;

    /// <summary>Whether the file could not be read to its end; such content serves nobody again.</summary>
    public bool IsBroken => Volatile.Read(ref _broken);

    /// <summary>References held now.</summary>
    public int References => Volatile.Read(ref _references);

    /// <summary>Takes one more reference; only while one is held for sure.</summary>
    public FramedContent Acquire()
    {
        Interlocked.Increment(ref _references);
        return this;
    }

    /// <inheritdoc/>
    public bool TryQueue(IDatagramSocket socket, UdpPeer to, long first, int count)
    {
        if (Volatile.Read(ref _ready) < first + count - 1 && !TryRead(first + count - 1))
        {
            return false;
        }

        var together = _framing.BlocksTogether;
        for (var done = 0; done < count; done += together)
        {
            var blocks = Math.Min(together, count - done);
            var at = first + done;
            socket.Send((nint)(_memory + ((at - 1) * _framing.Stride)), _framing.WireLength(at, blocks), to, _framing.Stride);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            _handle?.Dispose();
            NativeMemory.Free(_memory);
        }
    }

    /// <summary>Reads on until <paramref name="upTo"/> is there.</summary>
    private bool TryRead(long upTo)
    {
        lock (_reading)
        {
            while (!_broken && _ready < upTo)
            {
                var count = (int)Math.Min(Math.Clamp(ReadAhead / _framing.Stride, 1, FramedReader.MaxBlocks), _framing.LastBlock - _ready);
                _broken = !FramedReader.TryRead(_handle!, _file!.Offset, _framing, _ready + 1, count, _memory + (_ready * _framing.Stride));
                if (!_broken && _ready + count == _framing.LastBlock)
                {
                    Finish();
                }

                if (!_broken)
                {
                    Volatile.Write(ref _ready, _ready + count);
                }
            }

            return !_broken;
        }
    }

    /// <summary>All is read: a file rewritten meanwhile would be half old and half new.</summary>
    private void Finish()
    {
        _broken = !LinuxFiles.TryState((int)_handle!.DangerousGetHandle(), out var state) || state.Version != _file!.Version;
        _handle.Dispose();
        _handle = null;
    }
}
