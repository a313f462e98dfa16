using System.Globalization;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Http;

/// <summary>The node that a relay asks for: what the node's own connection would have said.</summary>
/// <param name="Address">The node's address.</param>
/// <param name="Port">The TCP port that it sent from.</param>
/// <param name="Asked">The relay's address that it asked, which everything it is told leads back to.</param>
/// <param name="HttpPort">The relay's port there.</param>
internal sealed record RelayedNode(Ipv4 Address, int Port, Ipv4 Asked, int HttpPort)
{
    /// <summary>The relay's address and port, as a header of its requests.</summary>
    public const string AskedHeader = "Bootservice-Asked";

    /// <summary>The node's port, as a header of its requests.</summary>
    public const string PortHeader = "Bootservice-Node-Port";

    /// <summary>This machine as the node sees it: at the relay's address.</summary>
    public Frontend SeenAs(Frontend here) =>
        here with { Address = Asked, HttpPort = HttpPort, HttpsPort = 0, Others = [], Service = default, ServesNames = false };

    /// <summary>Reads the headers of a request.</summary>
    /// <param name="node">The node's address, as the path has it.</param>
    /// <param name="headers">The headers.</param>
    /// <returns>Null when they do not say who asks where.</returns>
    public static RelayedNode? Read(string? node, IHeaderDictionary headers) =>
        Ipv4.TryParse(node, null, out var address) && address.IsOfOneMachine
        && headers[AskedHeader].ToString().Split(':') is [var at, var http]
        && Ipv4.TryParse(at, null, out var asked) && asked.IsOfOneMachine
        && ushort.TryParse(http, CultureInfo.InvariantCulture, out var httpPort) && httpPort > 0
        && ushort.TryParse(headers[PortHeader].ToString(), CultureInfo.InvariantCulture, out var port)
            ? new RelayedNode(address, port, asked, httpPort)
            : null;
}
