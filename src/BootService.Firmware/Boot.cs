using BootService.Firmware.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Firmware;

/// <summary>One boot of one machine: its memory, and the steps its firmware and loaders take.</summary>
/// <param name="persona">What kind of machine it is.</param>
/// <param name="machine">Which machine it is.</param>
/// <param name="services">Where servers listen.</param>
public sealed class Boot(Persona persona, Machine machine, ServicePorts services)
{
    private const int MostPrograms = 6;
    private int _programs;

    /// <summary>What kind of machine it is.</summary>
    public Persona Persona => persona;

    /// <summary>Which machine it is.</summary>
    public Machine Machine => machine;

    /// <summary>Where servers listen.</summary>
    public ServicePorts Services => services;

    /// <summary>Its address; 0.0.0.0 until it has one.</summary>
    public Ipv4 Address { get; private set; }

    /// <summary>The answer it boots by; null until there is one.</summary>
    public DhcpOffer? Offer { get; private set; }

    /// <summary>Where it came to; null until the steps have been taken.</summary>
    public BootEnd? End { get; internal set; }

    /// <summary>The steps, each to be carried out before the next is asked for.</summary>
    public IEnumerable<BootStep> Steps() => persona.Start(this);

    /// <summary>Keeps what DHCP said.</summary>
    internal void Take(DhcpResult result)
    {
        Address = result.Address;
        Offer = result.Boot;
    }

    /// <summary>Ends at a step that failed.</summary>
    internal void Fail(BootStep step) => End = new BootEnd.Failed(step, step.Why ?? "it failed");

    /// <summary>Whether one more program may be started: a chain that comes back to itself never ends in the field.</summary>
    internal bool MayStart() => _programs++ < MostPrograms;
}
