namespace BootService.Protocols.Tftp;

/// <summary>Why a datagram is no TFTP packet.</summary>
public enum TftpFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Shorter than its kind must be.</summary>
    Truncated,

    /// <summary>The first 16 bits name no kind of packet.</summary>
    UnknownOpcode,

    /// <summary>A request whose file name or mode does not end in a zero byte.</summary>
    Unterminated,

    /// <summary>A request for a mode other than octet and netascii.</summary>
    UnknownMode,

    /// <summary>A packet of another kind than the one asked for.</summary>
    WrongKind,
}
