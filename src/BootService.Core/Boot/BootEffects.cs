using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>What follows from an answer once it has gone out, and only then: a question alone changes nothing.</summary>
/// <param name="Card">The machine's card; zero when only its address is known.</param>
public sealed record BootEffects(MacAddress Card)
{
    /// <summary>The attempt whose installer was handed out, or once too often asked for, which ends it; null for none.</summary>
    public InstallAttempt? HandedOut { get; init; }

    /// <summary>Whether the loader was told to start that attempt's installer.</summary>
    public bool Starts { get; init; }

    /// <summary>The firmware that the file runs on and on no other; <see cref="FirmwareKind.Unknown"/> when it says nothing of it.</summary>
    public FirmwareKind Firmware { get; init; }

    /// <summary>What is told of it, but for the time it took; null for nothing.</summary>
    public BootEvent? Told { get; init; }

    /// <summary>The use of a secret that was refused; null for none.</summary>
    public RefusedSecret? Refused { get; init; }
}

/// <summary>Somebody asked for a secret that is another machine's.</summary>
/// <param name="Attempt">The attempt it is of.</param>
/// <param name="From">Who asked.</param>
/// <param name="Why">The reason, a sentence.</param>
public sealed record RefusedSecret(InstallAttempt Attempt, Ipv4 From, string Why);
