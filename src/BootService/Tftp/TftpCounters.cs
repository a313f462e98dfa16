namespace BootService.Tftp;

/// <summary>Running totals of one worker: plain numbers with one writer, read as they are by whoever scrapes.</summary>
internal sealed class TftpCounters
{
    /// <summary>Read requests that came in, repeated ones too.</summary>
    public long Requests;

    /// <summary>Transfers now open.</summary>
    public long Open;

    /// <summary>Transfers acknowledged to the last byte.</summary>
    public long Completed;

    /// <summary>Content bytes of completed transfers.</summary>
    public long CompletedBytes;

    /// <summary>Transfers the client ended at the OACK: it only wanted the size, or other options.</summary>
    public long SizeProbes;

    /// <summary>Transfers the client ended with an error.</summary>
    public long StoppedByPeer;

    /// <summary>Transfers given up for want of an answer.</summary>
    public long TimedOut;

    /// <summary>Transfers a new request from the same port took the place of.</summary>
    public long Replaced;

    /// <summary>Transfers ended by us: the file changed or could not be read.</summary>
    public long Failed;

    /// <summary>Requests for a file that is not there.</summary>
    public long NotFound;

    /// <summary>Requests for something that may not be read, and write requests.</summary>
    public long Refused;

    /// <summary>Requests left unanswered because too many transfers are open.</summary>
    public long OverTotalLimit;

    /// <summary>Requests left unanswered because their address has too many transfers open.</summary>
    public long OverPeerLimit;

    /// <summary>Repeated requests.</summary>
    public long RepeatedRequests;

    /// <summary>Datagrams that are no TFTP, or not what their port is for.</summary>
    public long Malformed;

    /// <summary>Machines that get small blocks from now on: the first large one never arrived.</summary>
    public long Narrowed;

    /// <summary>Transfers of the run before that went on.</summary>
    public long Resumed;

    /// <summary>Requests of addresses that are of no network of ours, left unanswered.</summary>
    public long Strangers;

    /// <summary>Datagrams that belong to no transfer.</summary>
    public long UnknownTransfers;

    /// <summary>Windows sent.</summary>
    public long Windows;

    /// <summary>Windows (and OACKs) sent again because nothing came back in time.</summary>
    public long Retransmits;

    /// <summary>Acknowledgements that changed nothing.</summary>
    public long IdleAcknowledgements;
}
