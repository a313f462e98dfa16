using BootService.Protocols.Net;

namespace BootService.Firmware.Running;

/// <summary>How what a machine broadcasts reaches a server.</summary>
public enum BroadcastWay
{
    /// <summary>To <see cref="RunnerSettings.Server"/> alone, which answers to where the question came from: a rehearsal.</summary>
    ToServer,

    /// <summary>
    /// Through a relay at the machine's own address, as by <c>dhcrelay</c>: many machines can share one interface. Needs port 67 of that address.
    /// </summary>
    Relayed,

    /// <summary>On the link, to whoever is there. Needs port 68, and an interface that has the machine's address already.</summary>
    Link,
}

/// <summary>Where and how a persona is run.</summary>
/// <param name="Own">The address of this computer to speak from.</param>
/// <param name="Server">Who hears what the machine broadcasts.</param>
public sealed record RunnerSettings(Ipv4 Own, Ipv4 Server)
{
    /// <summary>How broadcasts travel.</summary>
    public BroadcastWay Way { get; init; }

    /// <summary>A second server that hears what is relayed, as of a relay that is told two; null for none.</summary>
    public Ipv4? SecondServer { get; init; }

    /// <summary>The interface whose link is spoken on with <see cref="BroadcastWay.Link"/>.</summary>
    public string Device { get; init; } = "eth0";

    /// <summary>
    /// Whether waits are cut short: what firmware waits for although it has enough, and silence beyond <see cref="Patience"/>. The machine's own clock jumps
    /// instead.
    /// </summary>
    public bool Hurry { get; init; }

    /// <summary>
    /// In a hurry, how long a silent server is waited for before the machine's clock jumps to its next try; never longer than the machine would wait itself.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>In a hurry, how long something better is waited for by a machine that has enough.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a silent HTTP server is waited for.</summary>
    public TimeSpan HttpPatience { get; init; } = TimeSpan.FromSeconds(15);
}
