using System.Globalization;
using BootService.Core.Networks;
using BootService.Http;
using BootService.Protocols.Net;

namespace BootService.Upstream;

/// <summary>A node's question on its way to a frontend.</summary>
internal static class RelayedRequest
{
    /// <summary>Where a frontend is asked for a node.</summary>
    /// <param name="node">The node's address.</param>
    /// <param name="path">What the node asked, from its first slash on.</param>
    public static string PathOf(Ipv4 node, string path) => $"/v1/cluster/nodes/{node}{path}";

    /// <summary>Makes the question.</summary>
    /// <param name="method">The node's method.</param>
    /// <param name="here">This relay as the node sees it.</param>
    /// <param name="port">The port that the node sent from; 0 where that is not known.</param>
    public static HttpRequestMessage Of(HttpMethod method, Frontend here, int port)
    {
        var request = new HttpRequestMessage(method, string.Empty);
        request.Headers.TryAddWithoutValidation(RelayedNode.AskedHeader, $"{here.Address}:{here.HttpPort}");
        request.Headers.TryAddWithoutValidation(RelayedNode.PortHeader, port.ToString(CultureInfo.InvariantCulture));
        return request;
    }
}
