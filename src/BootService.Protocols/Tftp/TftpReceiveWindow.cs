namespace BootService.Protocols.Tftp;

/// <summary>What a receiver does about one DATA packet.</summary>
public enum TftpReceipt
{
    /// <summary>The next block: keep its data, say nothing yet.</summary>
    Keep,

    /// <summary>The next block, and it fills the window or closes the file: keep its data and acknowledge.</summary>
    KeepAndAcknowledge,

    /// <summary>Blocks are missing before this one: drop it and acknowledge the last one kept, so that the sender goes back (RFC 7440 §4).</summary>
    AcknowledgeLast,

    /// <summary>Seen before, or a gap already told: drop it.</summary>
    Ignore,
}

/// <summary>The receiver's side of a transfer (RFC 1350, RFC 7440): firmware personas and tests read with it.</summary>
/// <param name="LastKept">Number of the last block kept; 0 before the first. It never wraps.</param>
/// <param name="InWindow">Blocks kept since the last acknowledgement.</param>
/// <param name="Size">Blocks in a window, at least 1.</param>
/// <param name="GapTold">Whether the present gap has been told to the sender.</param>
public readonly record struct TftpReceiveWindow(long LastKept, int InWindow, int Size, bool GapTold = false)
{
    /// <summary>The 16 bits to acknowledge with.</summary>
    public ushort Acknowledgement => (ushort)LastKept;

    /// <summary>A DATA packet came in.</summary>
    /// <param name="wire">Its block number.</param>
    /// <param name="closing">Whether it is shorter than the block size.</param>
    /// <param name="receipt">What to do about it.</param>
    public TftpReceiveWindow Received(ushort wire, bool closing, out TftpReceipt receipt)
    {
        var ahead = (short)(ushort)(wire - (ushort)LastKept);
        if (ahead == 1)
        {
            var full = closing || InWindow + 1 == Size;
            receipt = full ? TftpReceipt.KeepAndAcknowledge : TftpReceipt.Keep;
            return new TftpReceiveWindow(LastKept + 1, full ? 0 : InWindow + 1, Size);
        }

        if (ahead > 1 && !GapTold)
        {
            receipt = TftpReceipt.AcknowledgeLast;
            return this with { InWindow = 0, GapTold = true };
        }

        // The end of a window seen again means that our acknowledgement of it was lost.
        receipt = ahead == 0 && InWindow == 0 && LastKept > 0 ? TftpReceipt.AcknowledgeLast : TftpReceipt.Ignore;
        return this;
    }

    /// <summary>Nothing came for too long: the last acknowledgement is to be sent again, and the window counts anew.</summary>
    public TftpReceiveWindow TimedOut() => this with { InWindow = 0, GapTold = false };
}
