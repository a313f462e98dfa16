using BootService.Commands.Verbs;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Commands.Networks;

/// <summary>Reads routes off a command line. Pure.</summary>
internal static class RouteRules
{
    /// <summary>The attribute of the route that a call describes, and its value.</summary>
    /// <exception cref="RefusedException">It is no route.</exception>
    public static (AttributeName Name, string Value) Of(CommandCall call, Inventory inventory)
    {
        var (gateway, device) = (call.Find("gateway"), call.Find("interface"));
        if (device is not null)
        {
            AddHostInterface.CheckDevice(device);
        }

        return string.IsNullOrEmpty(gateway)
            ? (Name(call), device is null ? throw new RefusedException("a route needs gateway= or interface=, or it has no way to go")
                : NodeRoutes.ValueOf(null, device))
            : (Name(call), Ipv4.TryParse(gateway, null, out var router) ? NodeRoutes.ValueOf(router, device)
                : inventory.NetworkCalled(gateway) is { } network ? ByNetwork(network.Name, device)
                : throw new RefusedException(
                    $"gateway \"{gateway}\" is neither an IPv4 address nor a network{Spelling.DidYouMean(gateway, inventory.Networks.Keys)}"));
    }

    /// <summary>Stacki's way to say that a place lies on a network: its name for the router.</summary>
    private static string ByNetwork(string network, string? device) => device is null ? NodeRoutes.ValueOf(network)
        : throw new RefusedException($"network {network} says which interface the route leaves by; \"{device}\" has no part in it");

    /// <summary>The attribute of the route to the place that a call names.</summary>
    /// <exception cref="RefusedException">It names none.</exception>
    public static AttributeName Name(CommandCall call)
    {
        var (address, mask) = (call.Text("address"), call.Find("netmask"));
        if (mask is null && Ipv4Network.TryParse(address, null, out var network))
        {
            return Named(address[..address.IndexOf('/', StringComparison.Ordinal)], network);
        }

        if (!Ipv4.TryParse(address, null, out var first))
        {
            throw new RefusedException($"address \"{address}\" is neither an IPv4 address nor a network such as 10.2.0.0/16");
        }

        return mask is null ? Named(address, new Ipv4Network(first, 32))
            : Ipv4.TryParse(mask, null, out var ones) && Ipv4Network.TryFromMask(first, ones, out network) ? Named(address, network)
            : throw new RefusedException($"netmask \"{mask}\" is not a mask such as 255.255.0.0");
    }

    private static AttributeName Named(string address, Ipv4Network network) => network.Address.ToString() == address
        ? AttributeName.Parse(NodeRoutes.AttributeOf(network))
        : throw new RefusedException($"{address} has bits beyond the mask: the network is {network}");
}
