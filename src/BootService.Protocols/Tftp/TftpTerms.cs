namespace BootService.Protocols.Tftp;

/// <summary>The most a server grants.</summary>
/// <param name="BlockSize">Largest block in bytes: the path's MTU less 32, so that no datagram is cut (IP 20, UDP 8, TFTP 4).</param>
/// <param name="WindowSize">Largest window in blocks; more than 64 gains nothing and overruns small network cards.</param>
public readonly record struct TftpLimits(int BlockSize, int WindowSize);

/// <summary>What a transfer runs by, once the options are settled.</summary>
/// <param name="BlockSize">Bytes of data in each block but the last.</param>
/// <param name="WindowSize">Blocks in a window.</param>
/// <param name="Timeout">Longest wait before a retransmission; null when the client did not say.</param>
/// <param name="Granted">What the OACK carries: only options that were asked for (RFC 2347). Nothing means no OACK.</param>
public readonly record struct TftpTerms(int BlockSize, int WindowSize, TimeSpan? Timeout, TftpOptions Granted)
{
    /// <summary>Settles what was asked for. It never grants more than the wish, and never more than the limits.</summary>
    /// <param name="asked">The options of the request.</param>
    /// <param name="mode">A netascii transfer gets no window: its clients are old, and none was seen to cope.</param>
    /// <param name="size">Bytes of the file as it will travel.</param>
    /// <param name="limits">The most to grant.</param>
    public static TftpTerms Settle(TftpOptions asked, TftpMode mode, long size, TftpLimits limits)
    {
        var granted = new TftpOptions(
            asked.BlockSize is { } block ? Math.Clamp(block, TftpOptions.MinBlockSize, Math.Max(limits.BlockSize, TftpOptions.MinBlockSize)) : null,
            asked.TransferSize is null ? null : size,
            asked.TimeoutSeconds,
            asked.WindowSize is { } window && mode is TftpMode.Octet ? Math.Clamp(window, 1, Math.Max(limits.WindowSize, 1)) : null);
        return new TftpTerms(
            granted.BlockSize ?? TftpOptions.DefaultBlockSize,
            granted.WindowSize ?? 1,
            granted.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            granted);
    }
}
