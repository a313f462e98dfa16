using BootService.Protocols.Net;

namespace BootService.Firmware.Wire;

/// <summary>Where an exchange puts its datagrams. The octets are read before the call returns.</summary>
public interface IWire
{
    /// <summary>Sends one datagram.</summary>
    /// <param name="datagram">The octets.</param>
    /// <param name="to">Whom to.</param>
    /// <param name="port">The UDP port there.</param>
    void Send(ReadOnlySpan<byte> datagram, Ipv4 to, ushort port);

    /// <summary>What follows leaves from a new port of the machine's; what still comes to the old one is lost.</summary>
    void ChangePort();
}

/// <summary>One conversation over UDP with no socket and no clock: octets and a moment in, octets and the next deadline out.</summary>
/// <remarks>Moments are the time since the machine was switched on. No input makes an exchange throw.</remarks>
public interface IExchange
{
    /// <summary>Whether it has ended, one way or the other.</summary>
    bool IsOver { get; }

    /// <summary>When <see cref="Pass"/> is to be called unless something is received before.</summary>
    TimeSpan Deadline { get; }

    /// <summary>
    /// Whether it has what it needs and only waits in case something better comes. Somebody in a hurry may let the rest of the wait pass at once.
    /// </summary>
    bool HasEnough { get; }

    /// <summary>Begins; called once.</summary>
    void Begin(TimeSpan now, IWire wire);

    /// <summary>A datagram came in.</summary>
    void Receive(ReadOnlySpan<byte> datagram, Ipv4 from, ushort port, TimeSpan now, IWire wire);

    /// <summary>The deadline is reached.</summary>
    void Pass(TimeSpan now, IWire wire);
}
