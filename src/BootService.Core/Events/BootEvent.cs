using BootService.Core.Reasons;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Core.Events;

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

/// <summary>Where on the road and how it went in the words of a newer version, which this one knows no meaning of.</summary>
/// <param name="Stage">Where on the road, as it was stored.</param>
/// <param name="Outcome">How it went, as it was stored.</param>
public sealed record NewerWords(string Stage, string Outcome);

/// <summary>
/// One thing a server did, or refused to do, for a machine, as facts. Timeline, dashboard, metrics and status are views of these; <see cref="EventSentences"/>
/// says them to people.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Mac">The machine's card; zero when only its address is known.</param>
/// <param name="Stage">Where on the road.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Message">What was answered, sent, reported or done.</param>
public readonly record struct BootEvent(DateTimeOffset At, MacAddress Mac, BootStage Stage, BootOutcome Outcome, BootMessage Message)
{
    /// <summary>
    /// The name of the file, of the installer's stage or of the boot action; null for messages that have none. An existing string on the packet path, so that
    /// posting allocates nothing.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>What the machine was told to do next.</summary>
    public BootTold Told { get; init; }

    /// <summary>The reason; null when there is none to give. An existing value on the packet path.</summary>
    public BootReason? Reason { get; init; }

    /// <summary>The address the reason is about, where it is not the machine's; 0.0.0.0 for none.</summary>
    public Ipv4 About { get; init; }

    /// <summary>The host; null for a machine we do not know.</summary>
    public string? Host { get; init; }

    /// <summary>The attempt it belongs to; 0 for none.</summary>
    public long Attempt { get; init; }

    /// <summary>The machine's address; 0.0.0.0 when it has none yet.</summary>
    public Ipv4 Address { get; init; }

    /// <summary>Octets sent, for files; 0 otherwise.</summary>
    public long Bytes { get; init; }

    /// <summary>
    /// What a newer version called it, where this one does not know it; null for what this one knows. Stage and outcome are then those of what says nothing of
    /// how far a machine is.
    /// </summary>
    public NewerWords? Newer { get; init; }

    /// <summary>Whether firmware asked, as opposed to an operating system; known for DHCP, and not kept on disk.</summary>
    public bool IsFirmware { get; init; }

    /// <summary>Whether that firmware is an iPXE, in a card's ROM or loaded; known for DHCP, and not kept on disk.</summary>
    public bool IsIpxe { get; init; }

    /// <summary>The name of the network the machine is on; null when it is none of ours. Known for DHCP, and not kept on disk.</summary>
    public string? Network { get; init; }

    /// <summary>Our own share of the time: from the request's arrival to our last word.</summary>
    public TimeSpan Took { get; init; }
}
