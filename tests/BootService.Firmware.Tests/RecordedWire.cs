using BootService.Firmware.Wire;
using BootService.Protocols.Net;

namespace BootService.Firmware.Tests;

/// <summary>Keeps what an exchange sends.</summary>
internal sealed class RecordedWire : IWire
{
    public static readonly Ipv4 Server = Ipv4.Parse("10.1.1.1");

    public List<(byte[] Datagram, Ipv4 To, ushort Port)> Sent { get; } = [];

    public int PortChanges { get; private set; }

    public (byte[] Datagram, Ipv4 To, ushort Port) Last => Sent[^1];

    public void Send(ReadOnlySpan<byte> datagram, Ipv4 to, ushort port) => Sent.Add((datagram.ToArray(), to, port));

    public void ChangePort() => PortChanges++;
}
