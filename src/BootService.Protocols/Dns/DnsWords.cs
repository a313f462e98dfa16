namespace BootService.Protocols.Dns;

/// <summary>Types of records and of questions (RFC 1035 §3.2) that mean something here; any other number may be asked for too.</summary>
public enum DnsType : ushort
{
    /// <summary>An IPv4 address.</summary>
    Address = 1,

    /// <summary>A name server of a zone.</summary>
    NameServer = 2,

    /// <summary>Where a zone begins.</summary>
    Authority = 6,

    /// <summary>The name of an address.</summary>
    NameOfAddress = 12,

    /// <summary>An IPv6 address.</summary>
    Address6 = 28,

    /// <summary>EDNS (RFC 6891), a record that describes the message.</summary>
    Options = 41,

    /// <summary>All records of a name; a question only.</summary>
    Any = 255,
}

/// <summary>How an answer came out (RFC 1035 §4.1.1).</summary>
public enum DnsCode
{
    /// <summary>Well, with records or without.</summary>
    None = 0,

    /// <summary>The question cannot be read.</summary>
    FormatError = 1,

    /// <summary>The server could not find out.</summary>
    ServerFailure = 2,

    /// <summary>There is no such name.</summary>
    NoSuchName = 3,

    /// <summary>The server does nothing of this kind.</summary>
    NotImplemented = 4,

    /// <summary>The server does not do it for this asker.</summary>
    Refused = 5,
}

/// <summary>What is wrong with a question.</summary>
public enum DnsFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is no question at all; it is not answered, or two servers would answer each other for ever.</summary>
    NoQuestion,

    /// <summary>It cannot be read.</summary>
    Malformed,

    /// <summary>It is an update, a notification or the like.</summary>
    OtherOperation,

    /// <summary>It speaks a version of EDNS that is not there yet.</summary>
    OtherVersion,
}
