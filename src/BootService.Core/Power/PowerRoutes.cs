using System.Collections.Immutable;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Power;

/// <summary>Finds by what way a host's power is switched: from its attributes, and from its interface <c>ipmi</c> as Stacki had it. Pure.</summary>
public static class PowerRoutes
{
    private const string DefaultHint =
        "set its attribute power.method to ipmi, redfish, wol, virtualbox or command (\"stack list attr attr=power. help=true\" tells more)";

    private static readonly string[] BmcInterfaces = ["ipmi", "bmc"];

    /// <summary>The way for a command: the first of <c>power.method</c> that can do it.</summary>
    public static PowerRoute Of(Inventory inventory, Host host, PowerCommand command)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        var facts = new Facts(inventory, host);
        var methods = facts.Methods();
        foreach (var method in methods)
        {
            if (!PowerRoute.Methods.Contains(method))
            {
                return new PowerRoute.None(
                    $"attribute power.method says \"{method}\", and knows "
                        + $"{string.Join(", ", PowerRoute.Methods)}{Spelling.DidYouMean(method, PowerRoute.Methods)}");
            }

            if (method != PowerRoute.WakeOnLanWord || command is PowerCommand.On)
            {
                return Of(facts, method);
            }
        }

        return new PowerRoute.None(methods.IsEmpty
            ? $"nothing says how its power is switched: {DefaultHint}"
            : "Wake-on-LAN switches on and can do nothing else: name another method behind it, such as power.method=\"wol command\"");
    }

    private static PowerRoute Of(Facts facts, string method) => method switch
    {
        PowerRoute.WakeOnLanWord => WakeOnLan(facts),
        PowerRoute.ScriptWord => Script(facts),
        PowerRoute.VirtualBoxWord => VirtualBox(facts),
        PowerRoute.RedfishWord => Redfish(facts),
        _ => Ipmi(facts),
    };

    private static PowerRoute Ipmi(Facts facts)
    {
        if (facts.Address is not { } text)
        {
            return NoBmc(facts);
        }

        if (!PowerAddress.TryParse(text, out var address))
        {
            return new PowerRoute.None($"attribute power.address is \"{text}\", and must be a name or an address, with :PORT behind it if need be");
        }

        if (facts.User is not { } user || facts.Password is not { } password)
        {
            return NoLogin(facts);
        }

        int? cipher = int.TryParse(facts.Text("power.cipher"), out var number) ? number : null;
        if (facts.Text("power.cipher") is { Length: > 0 } wrong && cipher is not (>= 0 and <= 17))
        {
            return new PowerRoute.None($"attribute power.cipher is \"{wrong}\", and must be the number of a cipher suite such as 3 or 17");
        }

        return facts.Text("power.level")?.ToLowerInvariant() switch
        {
            null or "" => new PowerRoute.Ipmi(address, user, password) { Cipher = cipher },
            "user" or "operator" or "administrator" =>
                new PowerRoute.Ipmi(address, user, password) { Cipher = cipher, Level = facts.Text("power.level")!.ToLowerInvariant() },
            var other => new PowerRoute.None($"attribute power.level is \"{other}\", and must be user, operator or administrator"),
        };
    }

    private static PowerRoute Redfish(Facts facts)
    {
        if (facts.Address is not { } text)
        {
            return NoBmc(facts);
        }

        var hasScheme = text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal);
        if ((!hasScheme && !PowerAddress.TryParse(text, out _))
            || !Uri.TryCreate(hasScheme ? text : $"https://{Bracketed(text)}", UriKind.Absolute, out var service)
            || service.UserInfo.Length > 0 || service.PathAndQuery != "/")
        {
            return new PowerRoute.None(
                $"attribute power.address is \"{text}\", and must be a name, an address, or a URL such as https://10.1.2.3 without a path");
        }

        return facts.User is { } user && facts.Password is { } password
            ? new PowerRoute.Redfish(
                service, user, password)
            {
                System = facts.Text("power.machine"),
                Fingerprint = facts.Text("power.fingerprint")?.Replace(":", "", StringComparison.Ordinal)
            }
            : NoLogin(facts);
    }

    private static string Bracketed(string text) => PowerAddress.TryParse(text, out var address) ? address.ToString() : text;

    private static PowerRoute WakeOnLan(Facts facts)
    {
        var cards = facts.Cards().ToImmutableArray();
        return cards.IsEmpty
            ? new PowerRoute.None(
                "it has no card with a hardware address on a boot network, which a magic packet could wake: \"stack set host interface mac\" gives it one")
            : new PowerRoute.WakeOnLan(cards);
    }

    private static PowerRoute VirtualBox(Facts facts)
    {
        var text = facts.Text("power.address");
        var (user, host) = text?.IndexOf('@', StringComparison.Ordinal) is { } at and > 0 ? (text[..at], text[(at + 1)..]) : (facts.Text("power.user"), text);
        if (!PowerAddress.TryParse(host, out var address) || user is ['-', ..])
        {
            return new PowerRoute.None(string.IsNullOrEmpty(text)
                ? "nothing says on which computer its virtual machine is: set attribute power.address to USER@COMPUTER"
                : $"attribute power.address is \"{text}\", and must be USER@COMPUTER");
        }

        return new PowerRoute.VirtualBox(address, string.IsNullOrEmpty(user) ? null : user, facts.Text("power.machine") ?? facts.Host);
    }

    private static PowerRoute Script(Facts facts) => CommandProtocol.Split(facts.Text("power.command") ?? string.Empty) switch
    {
        null => new PowerRoute.None("attribute power.command has a quotation mark without its other half"),
        [] => new PowerRoute.None("power.method is command and attribute power.command does not say which"),
        var words =>
            new PowerRoute.Script(
                words[0], [.. words.Skip(1)], facts.Host, facts.Address ?? string.Empty, facts.User ?? string.Empty, facts.Password ?? default),
    };

    private static PowerRoute.None NoBmc(Facts facts) =>
        new($"nothing says where its BMC is: \"stack add host interface {facts.Host} interface=ipmi ip=...\", or set attribute power.address");

    private static PowerRoute.None NoLogin(Facts facts) =>
        new($"attribute {(facts.User is null ? "power.user" : "power.password")} is not set: the BMC wants a user and a password, which may be empty");

    /// <summary>What attributes and interfaces say.</summary>
    private readonly struct Facts(Inventory inventory, Host host)
    {
        private readonly HostAttributes _attributes = inventory.AttributesOf(host);
        private readonly Inventory _inventory = inventory;
        private readonly Host _host = host;

        public string Host => _host.Name.ToString();

        public string? Address => Text("power.address") ?? _host.Interfaces.FirstOrDefault(IsBmc)?.Address?.ToString();

        public string? User => _attributes.Text("power.user") ?? _attributes.Text("ipmi_uname");

        public Secret? Password => (_attributes.Text("power.password") ?? _attributes.Text("ipmi_pwd")) is { } password ? new Secret(password) : null;

        /// <summary>An attribute; null when it is not set or empty.</summary>
        public string? Text(string name) => _attributes.Text(name) is { Length: > 0 } text ? text : null;

        public ImmutableArray<string> Methods() => Text("power.method") is { } set
            ? [.. set.ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)]
            : Text("power.command") is not null ? [PowerRoute.ScriptWord]
            : Address is not null ? [PowerRoute.IpmiWord]
            : [];

        /// <summary>Cards on boot networks, each as the frontend reaches it. A card without an address is looked for on the first.</summary>
        public IEnumerable<(MacAddress Card, Ipv4 From, Ipv4 Broadcast)> Cards()
        {
            foreach (var nic in _host.Interfaces)
            {
                var link = nic.Address is { } address ? _inventory.Frontend.Toward(address) : _inventory.Frontend;
                if (nic.Mac is { } mac && !IsBmc(nic) && (nic.Address is not { } own || link.Subnet.Contains(own)))
                {
                    yield return (mac, link.Address, link.Subnet.Broadcast);
                }
            }
        }

        private static bool IsBmc(HostInterface nic) => BmcInterfaces.Contains(nic.Name) || (nic.Network is { } network && BmcInterfaces.Contains(network));
    }
}
