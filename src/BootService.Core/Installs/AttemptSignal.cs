namespace BootService.Core.Installs;

/// <summary>What can happen to an attempt.</summary>
public abstract record AttemptSignal
{
    private AttemptSignal()
    {
    }

    /// <summary>The machine's firmware asked by DHCP: it was switched on after it was armed.</summary>
    public sealed record FirmwareAsked : AttemptSignal;

    /// <summary>A boot loader fetched a configuration that starts the installer.</summary>
    public sealed record HandedOut : AttemptSignal;

    /// <summary>The kickstart was sent, to this address.</summary>
    /// <param name="From">The node's address; the attempt is bound to the first one.</param>
    public sealed record KickstartFetched(Protocols.Net.Ipv4 From) : AttemptSignal;

    /// <summary>The installer reported a stage of its own.</summary>
    /// <param name="Stage">Its name, a word such as <c>post</c>.</param>
    /// <param name="Log">The end of a log that says what went wrong on the way, secrets masked; null when nothing did.</param>
    public sealed record StageReached(string Stage, string? Log = null) : AttemptSignal;

    /// <summary>The installer reported that it is done.</summary>
    public sealed record Done : AttemptSignal;

    /// <summary>The installed system reported from its own disk.</summary>
    public sealed record Up : AttemptSignal;

    /// <summary>The installer reported that it failed.</summary>
    /// <param name="Why">Its sentence; may be empty.</param>
    /// <param name="Log">The end of the log of what failed, secrets masked; null when none came.</param>
    public sealed record Broke(string Why, string? Log = null) : AttemptSignal;

    /// <summary>The deadline was looked at.</summary>
    public sealed record Tick : AttemptSignal;

    /// <summary>The admin set another action, or armed the host anew.</summary>
    public sealed record Cancel : AttemptSignal;
}
