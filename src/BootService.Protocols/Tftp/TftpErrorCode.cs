namespace BootService.Protocols.Tftp;

/// <summary>
/// Why a transfer ended (RFC 1350 appendix I, RFC 2347). Firmware decides by the number: shim goes on without an optional file on 1 and 2 only.
/// </summary>
public enum TftpErrorCode
{
    /// <summary>Something else; the text says what.</summary>
    NotDefined = 0,

    /// <summary>There is no such file.</summary>
    FileNotFound = 1,

    /// <summary>The file may not be read, or nothing may be written.</summary>
    AccessViolation = 2,

    /// <summary>The receiver's disk is full.</summary>
    DiskFull = 3,

    /// <summary>The packet makes no sense here.</summary>
    IllegalOperation = 4,

    /// <summary>The packet belongs to no transfer of ours; sent to its sender only, the transfer it disturbed goes on.</summary>
    UnknownTransfer = 5,

    /// <summary>The file to write is there already.</summary>
    FileExists = 6,

    /// <summary>No such user (mail mode).</summary>
    NoSuchUser = 7,

    /// <summary>The options granted are not to the client's liking. UEFI also ends its question for a file's size this way.</summary>
    OptionsRefused = 8,
}
