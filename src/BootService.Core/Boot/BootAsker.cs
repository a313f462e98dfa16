using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>Who asks for a file of the boot root, and what is known of it.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Asked">Our address that it asked, which configurations lead back to; 0.0.0.0 when it is not known.</param>
public readonly record struct BootAsker(Ipv4 Address, Ipv4 Asked)
{
    /// <summary>What every road learned of machines lately; null where nothing can have been learned.</summary>
    public MachineSightings? Sightings { get; init; }

    /// <summary>The moment in milliseconds, on the clock of <see cref="Sightings"/>.</summary>
    public long Now { get; init; }

    /// <summary>Whether our own DHCP gives hosts their addresses. Then their firmware asks us before their loaders do, and their addresses are
    /// known.</summary>
    public bool GivesAddresses { get; init; }

    /// <summary>Finds the card that answers for an address on our wire; null where nobody looks.</summary>
    public Func<Ipv4, MacAddress?>? Wire { get; init; }

    /// <summary>Card and address of the host that a rehearsal plays from this address; null for everybody real. It is told what its host would be told, and
    /// nothing follows from it.</summary>
    public (MacAddress Card, Ipv4 Address)? Plays { get; init; }

    /// <summary>The firmware of a machine, as far as any road learned it.</summary>
    public FirmwareKind FirmwareOf(MacAddress card) => Sightings?.Of(card, Now).Firmware ?? FirmwareKind.Unknown;

    /// <summary>Who asks, as a user of a host's secret. Looks at the wire only where addresses tell no machine from another.</summary>
    public SecretUser AsUserOf(Host? host) => new(Address, [])
    {
        GivesAddresses = GivesAddresses,
        OnWire = GivesAddresses ? null : Wire?.Invoke(Address),
        IsHeard = !GivesAddresses && host is not null && Sightings?.HasTaken(host, Address, Now) is true,
    };

    /// <summary>Whether who asks may be a user of a running system: firmware of the host asks us first, and has not since it was armed.</summary>
    public bool IsUnseen(Host host, InstallAttempt attempt) => GivesAddresses && Plays is null && Sightings?.HasAsked(host, attempt, Now) is false;
}
