using BootService.Protocols.Net;

namespace BootService.Core.Networks;

/// <summary>A route as somebody set it.</summary>
/// <param name="Target">Where it leads.</param>
/// <param name="Gateway">The router; null when an interface is named alone.</param>
/// <param name="Interface">The interface it leaves by; null for the one whose network holds the gateway.</param>
public sealed record RouteWish(Ipv4Network Target, Ipv4? Gateway, string? Interface)
{
    /// <summary>The network whose interface it leaves by, whatever that is called on a host; null when router or interface say it.</summary>
    public string? Network { get; init; }
}

/// <summary>
/// Routes are kept as attributes <c>route.ADDRESS.PREFIX</c> with gateway and interface as their value: they are wanted at any scope, and a
/// narrower scope's route to the same place wins, which is what attributes do.
/// </summary>
public static class NodeRoutes
{
    /// <summary>What their names begin with.</summary>
    public const string Prefix = "route.";

    /// <summary>The attribute of a route to a place.</summary>
    public static string AttributeOf(Ipv4Network target) => $"{Prefix}{target.Address}.{target.Prefix}";

    private const string ByNetwork = "network";

    /// <summary>The value of a route to what lies on a network.</summary>
    public static string ValueOf(string network) => $"{ByNetwork} {network}";

    /// <summary>The value of a route.</summary>
    public static string ValueOf(Ipv4? gateway, string? device) =>
        string.Join(' ', ((string?[])[gateway?.ToString() ?? "-", device]).Where(word => word is not null));

    /// <summary>The route of an attribute; null for an empty value, which takes a wider scope's route away.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static RouteWish? Read(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var text = name[Prefix.Length..];
        var dot = text.LastIndexOf('.');
        if (dot < 0 || !Ipv4Network.TryParse($"{text[..dot]}/{text[(dot + 1)..]}", null, out var target) || AttributeOf(target) != name)
        {
            throw new RefusedException($"attribute {name} is no route: its name is {Prefix}ADDRESS.PREFIX, such as {Prefix}10.2.0.0.16, with no bits of "
                + "the address beyond the prefix");
        }

        Ipv4 gateway = default;
        return words switch
        {
            [] => null,
            ["-", var device] => new RouteWish(target, null, device),
            [ByNetwork, var network] => new RouteWish(target, null, null) { Network = network },
            [var router] when Ipv4.TryParse(router, null, out gateway) => new RouteWish(target, gateway, null),
            [var router, var device] when Ipv4.TryParse(router, null, out gateway) => new RouteWish(target, gateway, device),
            _ => throw new RefusedException($"attribute {name} is \"{value}\", and must be the address of a router, the name of an interface behind it if "
                + $"need be; or - and an interface; or {ByNetwork} and the name of one"),
        };
    }

    private static void CheckGateway(Ipv4Network target, Ipv4 gateway, Ipv4Network network, NodeLink link)
    {
        if (!network.Contains(gateway))
        {
            throw new RefusedException($"the route to {target} goes by router {gateway}, which is no neighbour on interface {link.Name} ({network})");
        }

        // The network of the link is the way to the router for as long as nothing leads there more closely.
        if (target.Contains(gateway) && target.Prefix >= network.Prefix)
        {
            throw new RefusedException($"the route to {target} goes by router {gateway}, which is itself in {target}: a circle");
        }
    }

    /// <summary>The route of a host with the link it leaves by.</summary>
    /// <param name="wish">What was set.</param>
    /// <param name="links">The host's links.</param>
    /// <param name="networks">The network of a link that has one, by its name.</param>
    /// <exception cref="RefusedException">It has no way to go.</exception>
    internal static NodeRoute Of(RouteWish wish, IReadOnlyCollection<NodeLink> links, Func<NodeLink, Network?> networks)
    {
        var link = wish.Interface is { } named ? links.FirstOrDefault(link => link.Name == named)
            : wish.Network is { } place ? links.FirstOrDefault(link => networks(link)?.Name == place)
            : links.FirstOrDefault(link => networks(link)?.Subnet.Contains(wish.Gateway!.Value) is true);
        if (link is null)
        {
            throw new RefusedException(wish.Network is { } on ? $"the route to {wish.Target} leaves by network {on}, on which the host has no interface"
                : wish.Interface is { } device
                ? $"the route to {wish.Target} leaves by interface {device}, which the host does not have"
                    + Spelling.DidYouMean(device, links.Select(one => one.Name))
                : $"the route to {wish.Target} goes by router {wish.Gateway}, which is on none of the host's networks");
        }

        if (wish.Gateway is { } gateway && networks(link)?.Subnet is { } network)
        {
            CheckGateway(wish.Target, gateway, network, link);
        }

        return new NodeRoute(wish.Target, wish.Gateway, link.Name);
    }
}
