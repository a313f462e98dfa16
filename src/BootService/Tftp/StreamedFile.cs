using System.Runtime.InteropServices;
using BootService.Files;
using BootService.Net;
using BootService.Protocols.Tftp;
using Microsoft.Win32.SafeHandles;

namespace BootService.Tftp;

/// <summary>
/// A file for one client, read a stretch ahead into a small buffer of DATA packets: for a file that nobody else asks for now, and for one that is
/// too large to keep. Memory that was never touched costs more than reading and sending the file.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="handle">The file, open; taken over.</param>
/// <param name="blockSize">The block size.</param>
/// <param name="released">Called once, when the transfer is over.</param>
internal sealed unsafe class StreamedFile(BootFile.OnDisk file, SafeFileHandle handle, int blockSize, Action released) : IBlockSource
{
    /// <summary>Bytes read at once: two windows of the largest usual size.</summary>
    private const int ReadAhead = 192 * 1024;

    private readonly TftpFraming _framing = new(file.Length, blockSize);
    private readonly int _room = Math.Clamp(ReadAhead / (blockSize + TftpPacket.HeaderLength), 1, FramedReader.MaxBlocks);
    private byte* _memory;
    private long _first = 1;
    private int _count;

    /// <inheritdoc/>
    public long Length => _framing.Length;

    /// <inheritdoc/>
    public bool TryQueue(IDatagramSocket socket, UdpPeer to, long first, int count)
    {
        for (var end = first + count; first < end;)
        {
            if ((first < _first || first >= _first + _count) && !TryRead(socket, first))
            {
                return false;
            }

            var blocks = (int)Math.Min(Math.Min(end, _first + _count) - first, _framing.BlocksTogether);
            socket.Send((nint)(_memory + ((first - _first) * _framing.Stride)), _framing.WireLength(first, blocks), to, _framing.Stride);
            first += blocks;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Release()
    {
        handle.Dispose();
        NativeMemory.Free(_memory);
        _memory = null;
        released();
    }

    private bool TryRead(IDatagramSocket socket, long first)
    {
        // What is queued may lie in the memory that is read into now.
        socket.Flush();
        _memory = _memory is null ? (byte*)NativeMemory.Alloc((nuint)_room, (nuint)_framing.Stride) : _memory;
        _count = (int)Math.Min(_room, _framing.LastBlock - first + 1);
        _first = first;

        // One look for each stretch: a file rewritten meanwhile would arrive half old and half new.
        return FramedReader.TryRead(handle, file.Offset, _framing, first, _count, _memory)
            && LinuxFiles.TryState((int)handle.DangerousGetHandle(), out var state) && state.Version == file.Version;
    }
}
