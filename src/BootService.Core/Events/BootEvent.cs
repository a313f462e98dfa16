using BootService.Protocols.Net;

namespace BootService.Core.Events;

/// <summary>Where on the road to an installed machine something happened, in the order of the road.</summary>
public enum BootStage
{
    /// <summary>The admin's own doing: armed, cancelled.</summary>
    Admin,

    /// <summary>An address: DHCP on port 67.</summary>
    Dhcp,

    /// <summary>The PXE boot server on port 4011.</summary>
    BootServer,

    /// <summary>A file over TFTP.</summary>
    Tftp,

    /// <summary>A file over HTTP.</summary>
    Http,

    /// <summary>The configuration that tells a loader what to start.</summary>
    Configuration,

    /// <summary>The kickstart.</summary>
    Kickstart,

    /// <summary>A stage the installer reports.</summary>
    Installer,

    /// <summary>The installer is done and the action flips.</summary>
    Done,

    /// <summary>The installed system is up from its own disk.</summary>
    Up,
}

/// <summary>How it went.</summary>
public enum BootOutcome
{
    /// <summary>Done as asked.</summary>
    Ok,

    /// <summary>Deliberately not done; the reason says why.</summary>
    Refused,

    /// <summary>Tried and not done.</summary>
    Failed,
}

/// <summary>One thing a server did, or refused to do, for a machine. Timeline, dashboard, metrics and status are views of these.</summary>
/// <param name="At">When.</param>
/// <param name="Mac">The machine's card; zero when only its address is known.</param>
/// <param name="Stage">Where on the road.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="What">What was done, in the protocol's word: <c>OFFER</c>, <c>pxelinux.0</c>, <c>fetched</c>. A literal or an existing string on the packet path, so that posting allocates nothing.</param>
public readonly record struct BootEvent(DateTimeOffset At, MacAddress Mac, BootStage Stage, BootOutcome Outcome, string What)
{
    /// <summary>The host; null for a machine we do not know.</summary>
    public string? Host { get; init; }

    /// <summary>The attempt it belongs to; 0 for none.</summary>
    public long Attempt { get; init; }

    /// <summary>The reason, a sentence; null when there is none to give.</summary>
    public string? Why { get; init; }

    /// <summary>The machine's address; 0.0.0.0 when it has none yet.</summary>
    public Ipv4 Address { get; init; }

    /// <summary>Octets sent, for files; 0 otherwise.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether firmware asked, as opposed to an operating system; known for DHCP, and not kept on disk.</summary>
    public bool IsFirmware { get; init; }

    /// <summary>The name of the network the machine is on; null when it is none of ours. Known for DHCP, and not kept on disk.</summary>
    public string? Network { get; init; }

    /// <summary>Our own share of the time: from the request's arrival to our last word.</summary>
    public TimeSpan Took { get; init; }
}
