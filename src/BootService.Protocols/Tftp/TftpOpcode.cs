namespace BootService.Protocols.Tftp;

/// <summary>What a TFTP packet is (RFC 1350 §5, RFC 2347): the first 16 bits, in network order.</summary>
public enum TftpOpcode
{
    /// <summary>No packet: the value of a view that was never parsed.</summary>
    None = 0,

    /// <summary>RRQ: somebody wants to read a file.</summary>
    ReadRequest = 1,

    /// <summary>WRQ: somebody wants to write a file.</summary>
    WriteRequest = 2,

    /// <summary>DATA: one block.</summary>
    Data = 3,

    /// <summary>ACK: all up to one block has arrived.</summary>
    Acknowledge = 4,

    /// <summary>ERROR: the transfer is over.</summary>
    Error = 5,

    /// <summary>OACK: the options the server grants (RFC 2347).</summary>
    OptionAcknowledge = 6,
}
