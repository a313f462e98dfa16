using System.Net;

namespace BootService.Http.Transport;

/// <summary>An address that nodes connect to: Kestrel takes <see cref="NodeTransport"/> for it, and its own sockets for every other.</summary>
/// <param name="address">The address.</param>
/// <param name="port">The port; 0 takes a free one.</param>
/// <param name="card">The interface whose address it is, so that it is followed when the interface gets another; null where none is known.</param>
internal sealed class NodeEndPoint(IPAddress address, int port, string? card = null) : IPEndPoint(address, port)
{
    /// <summary>The interface whose address it is; null where none is known.</summary>
    public string? Card => card;
}
