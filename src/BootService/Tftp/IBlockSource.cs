using BootService.Net;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>The content of a transfer, cut into DATA packets of one block size. Several transfers share it.</summary>
internal interface IBlockSource
{
    /// <summary>Bytes of content.</summary>
    long Length { get; }

    /// <summary>Queues DATA packets.</summary>
    /// <param name="socket">Where to. Memory queued stays in place until the socket is flushed and this source released after that.</param>
    /// <param name="to">The client.</param>
    /// <param name="first">Number of the first block, from 1.</param>
    /// <param name="count">Blocks, up to and with the closing one.</param>
    /// <returns>False when the content can no longer be read: the file shrank, changed or failed.</returns>
    bool TryQueue(IDatagramSocket socket, UdpPeer to, long first, int count);

    /// <summary>Gives up one reference.</summary>
    void Release();
}

/// <summary>The arithmetic of framed blocks.</summary>
/// <param name="Length">Bytes of content.</param>
/// <param name="BlockSize">Bytes of content in each block but the last.</param>
internal readonly record struct TftpFraming(long Length, int BlockSize)
{
    /// <summary>Bytes from one block to the next: header and data.</summary>
    public int Stride => BlockSize + TftpPacket.HeaderLength;

    /// <summary>Number of the closing block.</summary>
    public long LastBlock => (Length / BlockSize) + 1;

    /// <summary>Bytes of all blocks with their headers.</summary>
    public long FramedLength => Length + (LastBlock * TftpPacket.HeaderLength);

    /// <summary>Blocks that travel as one segmented buffer.</summary>
    public int BlocksTogether => Math.Clamp(DatagramLimits.MaxPayload / Stride, 1, DatagramLimits.MaxSegments);

    /// <summary>Bytes of content in <paramref name="count"/> blocks from <paramref name="first"/> on.</summary>
    public long ContentOf(long first, int count) => Math.Min((first - 1 + count) * BlockSize, Length) - ((first - 1) * BlockSize);

    /// <summary>The same with headers: what goes on the wire.</summary>
    public int WireLength(long first, int count) => (int)(ContentOf(first, count) + ((long)count * TftpPacket.HeaderLength));
}
