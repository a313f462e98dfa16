using System.Net;

namespace BootService.Http.Transport;

/// <summary>An address that nodes connect to: Kestrel takes <see cref="NodeTransport"/> for it, and its own sockets for every other.</summary>
internal sealed class NodeEndPoint(IPAddress address, int port) : IPEndPoint(address, port);
