using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Commands.Imports;

/// <summary>Brings over Cobbler's systems as hosts. Pure.</summary>
/// <param name="draft">Where they go.</param>
/// <param name="site">What else Cobbler keeps.</param>
/// <param name="rack">Where hosts stand whose names do not say it.</param>
internal sealed class CobblerSystems(ImportDraft draft, CobblerSite site, Place rack)
{
    private int _rank = draft.State.Hosts.Values.Where(host => host.Rack == rack && host.Rank.Number is not null)
        .Select(host => (int)host.Rank.Number!.Value + 1).DefaultIfEmpty(0).Max();

    /// <summary>Takes them in the order of their names.</summary>
    public void Read(IReadOnlyDictionary<string, ImportedJson> systems)
    {
        draft.Assume(from system in systems
                     where HostName.TryParse(NameOf(system.Key, system.Value), null, out _)
                     let known = draft.State.HostOf(HostName.Parse(NameOf(system.Key, system.Value)))
                     where known is not null
                     select new Change.HostSet(known with { Interfaces = [] }));
        foreach (var (name, system) in systems.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name == "default")
            {
                draft.Report.LeftOut("system", name, "it is what Cobbler gives machines it does not know: \"stack enable discovery\" does that here");
            }
            else
            {
                System(name, system);
            }
        }
    }

    /// <summary>Cobbler's name is any text; where it is no host's, the host name it says is.</summary>
    private static string NameOf(string name, ImportedJson system) =>
        HostName.TryParse(name, null, out _) ? name : CobblerItems.Text(system, "hostname") is { } host && HostName.TryParse(host, null, out _) ? host : name;

    private void System(string label, ImportedJson system)
    {
        var text = NameOf(label, system);
        if (draft.Make("system", label, inventory => Made(text, system, inventory)) is not { } made)
        {
            return;
        }

        if (system.IsNoObject("interfaces"))
        {
            draft.Wrong("interfaces", $"of system {label}", "they are no object with a member for each");
        }

        foreach (var (device, card) in system.Object("interfaces").Members.OrderBy(nic => Kind(nic.Value).EndsWith("slave", StringComparison.Ordinal))
            .ThenBy(nic => nic.Name, StringComparer.Ordinal))
        {
            made = Interface(made, device, card, system);
        }

        draft.Bring([new Change.HostSet(made)]);
        var owner = AttributeOwner.Of(made.Name);
        site.Words(owner, label, system);
        Power(owner, label, system);
        if (CobblerItems.Text(system, "image") is { } image)
        {
            draft.Report.LeftOut("image of a system", label, $"image {image} is no profile, and images are not read");
        }

        if (system.Flag("netboot_enabled"))
        {
            draft.Report.LeftOut("install of a system", label, "it was to be installed at its next boot: \"stack set host boot\" says so here");
        }
    }

    private Host Made(string text, ImportedJson system, Inventory inventory)
    {
        if (!HostName.TryParse(text, null, out var name))
        {
            throw new RefusedException($"\"{Grammar.Echo.Of(text)}\" is not a host name, and its hostname is none either");
        }

        var known = inventory.HostOf(name);
        if (known is null)
        {
            HostRules.CheckFree(inventory, name);
        }

        var placed = HostRules.Placement(name) is { } place && inventory.Appliances.ContainsKey(place.Appliance)
            ? place
            : ((string Appliance, Place Rack, Place Rank)?)null;
        var host = known ?? new Host(name, placed?.Appliance ?? "backend", placed?.Rack ?? rack, placed?.Rank ?? _rank++);
        var profile = CobblerItems.Text(system, "profile");
        var environment = site.EnvironmentOf(profile);
        if (profile is not null && environment is null)
        {
            draft.Report.LeftOut("profile of a system", text, $"there is no profile {profile} in it");
        }

        return host with
        {
            Environment = environment is null ? host.Environment : HostRules.Environment(inventory, environment),
            Comment = CobblerItems.Text(system, "comment") ?? host.Comment,
        };
    }

    private static string Kind(ImportedJson card) => CobblerItems.Text(card, "interface_type", "bonding") is { } kind and not "na" ? kind : string.Empty;

    /// <summary>The host with one more interface; as it was when that one cannot be.</summary>
    private Host Interface(Host host, string device, ImportedJson card, ImportedJson system)
    {
        var (ip, mask) = (CobblerItems.Text(card, "ip_address"), CobblerItems.Text(card, "netmask", "subnet"));
        if (Ipv4.TryParse(ip, null, out var address) && Ipv4.TryParse(mask, null, out var ones)
            && Ipv4Network.TryFromMask(new Ipv4(address.Value & ones.Value), ones, out var subnet))
        {
            Network(subnet, CobblerItems.Text(card, "if_gateway") ?? CobblerItems.Text(system, "gateway"));
        }

        if (draft.Make(
            "interface", $"{device} of host {host.Name}", inventory => InterfaceRules.With(inventory, host, Made(host, device, card, system)))
            is not { } made)
        {
            return host;
        }

        var owner = AttributeOwner.Of(host.Name);
        if (card.WordsOf("cnames").Where(alias => HostName.TryParse(alias, null, out _)).ToArray() is { Length: > 0 } aliases)
        {
            draft.Set(owner, HostAliases.AttributeOf(device).ToString(), HostAliases.Write(aliases), kind: "alias");
        }

        foreach (var route in card.WordsOf("static_routes"))
        {
            Route(owner, route);
        }

        if (CobblerItems.Text(card, "ipv6_address") is { } six)
        {
            draft.Report.LeftOut("IPv6 address", $"{device} of host {host.Name}", $"{six}: addresses are IPv4 here");
        }

        return made;
    }

    /// <summary>The network of an address, where none holds it.</summary>
    private void Network(Ipv4Network subnet, string? gateway)
    {
        var router = Ipv4.TryParse(gateway, null, out var parsed) && subnet.IsHost(parsed) ? parsed : default(Ipv4?);
        if (draft.State.Networks.Values.FirstOrDefault(network => network.Subnet == subnet) is { } known)
        {
            if (known.Gateway is null && router is not null)
            {
                draft.Take("gateway of a network", known.Name, _ => [new Change.NetworkSet(known with { Gateway = router })]);
            }
        }
        else if (draft.State.NetworkOf(subnet.Address) is null && subnet.Prefix is >= 8 and <= 30)
        {
            var name = $"net-{subnet.Address.ToString().Replace('.', '-')}";
            draft.Take("network", $"{name} ({subnet})", _ => [new Change.NetworkSet(new Network(name, subnet) { Gateway = router, Pxe = false })]);
        }
    }

    private static HostInterface Made(Host host, string device, ImportedJson card, ImportedJson system)
    {
        if (InterfaceRules.WhyNoDevice(device) is { } why)
        {
            throw new RefusedException(why);
        }

        var (mac, ip) = (CobblerItems.Text(card, "mac_address"), CobblerItems.Text(card, "ip_address"));
        var (hardware, address) = (default(MacAddress), default(Ipv4));
        if (mac is not (null or "random") && !MacAddress.TryParse(mac, null, out hardware))
        {
            throw new RefusedException($"\"{mac}\" is not a hardware address");
        }

        if (ip is not null && !Ipv4.TryParse(ip, null, out address))
        {
            throw new RefusedException($"\"{ip}\" is not an IPv4 address");
        }

        var kind = Kind(card);
        var called = CobblerItems.Text(card, "dns_name") ?? (card.Flag("management") ? CobblerItems.Text(system, "hostname") : null);
        return new HostInterface(
            device, mac is null or "random" ? null : hardware, ip is null ? null : address, null, card.Flag("management"),
            called is not null && HostName.TryParse(called, null, out var other) && other != host.Name ? other.ToString() : null)
        {
            Channel = kind.EndsWith("slave", StringComparison.Ordinal) ? CobblerItems.Text(card, "interface_master", "bonding_master") : null,
            Options = kind switch
            {
                "bond" or "master" => CobblerItems.Text(card, "bonding_opts"),
                "bridge" => "bridge",
                _ => null,
            },
        };
    }

    /// <summary>Cobbler writes a route as <c>10.2.0.0/16:10.1.0.1</c>.</summary>
    private void Route(AttributeOwner owner, string route)
    {
        var colon = route.LastIndexOf(':');
        if (colon > 0 && Ipv4Network.TryParse(route[..colon], null, out var target) && Ipv4.TryParse(route[(colon + 1)..], null, out var gateway))
        {
            draft.Set(owner, NodeRoutes.AttributeOf(target), NodeRoutes.ValueOf(gateway, null), kind: "route");
        }
        else
        {
            draft.Wrong("route", route, "it is not of the form 10.2.0.0/16:10.1.0.1");
        }
    }

    private void Power(AttributeOwner owner, string label, ImportedJson system)
    {
        if (CobblerItems.Text(system, "power_address") is not { } address)
        {
            return;
        }

        var method = CobblerItems.Text(system, "power_type") switch
        {
            null or "ipmilan" or "ipmilanplus" or "ipmitool" or "ipmi" or "ilo3" or "ilo4" or "drac5" or "idrac" => "ipmi",
            "redfish" => "redfish",
            _ => null,
        };
        if (method is null)
        {
            draft.Report.LeftOut(
                "power of a system", label,
                $"power_type {system.Text("power_type")}: here it is ipmi, redfish, wol, virtualbox or command (\"stack list attr attr=power. help=true\")");
            return;
        }

        draft.Set(owner, "power.method", method, kind: "power");
        draft.Set(owner, "power.address", address, kind: "power");
        foreach (var (member, attribute) in (ReadOnlySpan<(string, string)>)[("power_user", "power.user"), ("power_pass", "power.password")])
        {
            if (CobblerItems.Text(system, member) is { } value)
            {
                draft.Set(owner, attribute, value, shadow: member == "power_pass", kind: "power");
            }
        }
    }
}
