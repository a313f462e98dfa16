namespace BootService.Protocols.Tftp;

/// <summary>The sender's side of a transfer (RFC 1350, RFC 7440): no clock, no socket, no file. Lock-step is a window of one.</summary>
/// <param name="FirstUnacked">Number of the first block not acknowledged; counts from 1 and never wraps.</param>
/// <param name="NextToSend">Number of the next block to send.</param>
/// <param name="LastBlock">Number of the closing block, the one shorter than the block size.</param>
/// <param name="Size">Blocks in a window, at least 1.</param>
public readonly record struct TftpWindow(long FirstUnacked, long NextToSend, long LastBlock, int Size)
{
    /// <summary>The window before its first block.</summary>
    /// <param name="length">Bytes of the file; a multiple of the block size is closed by an empty block (RFC 1350 §6).</param>
    /// <param name="blockSize">Bytes in a block.</param>
    /// <param name="windowSize">Blocks in a window.</param>
    public static TftpWindow Over(long length, int blockSize, int windowSize) => new(1, 1, (length / blockSize) + 1, windowSize);

    /// <summary>Whether the closing block has been acknowledged.</summary>
    public bool Done => FirstUnacked > LastBlock;

    /// <summary>Number of the last block that may be sent before an acknowledgement.</summary>
    public long SendUpTo => Math.Min(FirstUnacked + Size - 1, LastBlock);

    /// <summary>Blocks that may be sent now.</summary>
    public int Ready => (int)Math.Max(0, SendUpTo - NextToSend + 1);

    /// <summary>All that is <see cref="Ready"/> has been sent.</summary>
    public TftpWindow Sent() => this with { NextToSend = Math.Max(NextToSend, SendUpTo + 1) };

    /// <summary>An acknowledgement came in. One for the middle of the window asks for the blocks after it again (RFC 7440 §4);
    /// one for nothing that is under way changes nothing, so that a repeated ACK is never answered (RFC 1123 §4.2.3.1).</summary>
    /// <param name="wire">The 16 bits of the packet; the block meant is the one nearest to the window.</param>
    public TftpWindow Acked(ushort wire)
    {
        var block = FirstUnacked - 1 + (short)(ushort)(wire - (ushort)(FirstUnacked - 1));
        return block < FirstUnacked || block >= NextToSend
            ? this
            : this with { FirstUnacked = block + 1, NextToSend = block + 1 };
    }

    /// <summary>Nothing came in for too long: the window is to be sent again.</summary>
    public TftpWindow TimedOut() => this with { NextToSend = FirstUnacked };
}
