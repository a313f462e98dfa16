using BootService.Files;
using BootService.Net;
using Microsoft.Win32.SafeHandles;

namespace BootService.Tftp;

/// <summary>A file too large to keep: each window is read into the packets that carry it.</summary>
internal sealed unsafe class StreamedFile(BootFile.OnDisk file, SafeFileHandle handle, int blockSize) : IBlockSource
{
    private readonly TftpFraming _framing = new(file.Length, blockSize);

    /// <inheritdoc/>
    public long Length => _framing.Length;

    /// <inheritdoc/>
    public bool TryQueue(IDatagramSocket socket, UdpPeer to, long first, int count)
    {
        var together = _framing.BlocksTogether;
        for (var done = 0; done < count; done += together)
        {
            var blocks = Math.Min(together, count - done);
            var room = socket.Reserve();
            fixed (byte* destination = room)
            {
                if (!FramedReader.TryRead(handle, file.Offset, _framing, first + done, blocks, destination))
                {
                    return false;
                }
            }

            socket.Commit(_framing.WireLength(first + done, blocks), to, _framing.Stride);
        }

        // One look for each window: a file rewritten meanwhile would arrive half old and half new.
        return LinuxFiles.TryState((int)handle.DangerousGetHandle(), out var state) && state.Version == file.Version;
    }

    /// <inheritdoc/>
    public void Release() => handle.Dispose();
}
