using BootService.Core.Dhcp;
using BootService.Net;
using BootService.Protocols.Net;

namespace BootService.Dhcp;

/// <summary>A socket of a link that messages come in by.</summary>
/// <param name="Link">The link.</param>
/// <param name="Socket">The socket.</param>
/// <param name="Door">What it stands for.</param>
/// <param name="At">Our address there.</param>
internal sealed record DhcpDoorway(DhcpLink Link, IDatagramSocket Socket, DhcpDoor Door, Ipv4 At);
