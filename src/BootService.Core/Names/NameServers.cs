using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Names;

/// <summary>Which name servers a machine is told, by DHCP and in its own files.</summary>
public static class NameServers
{
    /// <summary>The attribute that names them, with commas or blanks between; Stacki's name.</summary>
    public const string AttributeName = "Kickstart_PrivateDNSServers";

    private const int Most = 8;

    /// <summary>Those of the attribute, else the frontend where it serves names; empty for none.</summary>
    /// <param name="inventory">What the appliance knows.</param>
    /// <param name="host">The host; null for a machine we do not know.</param>
    /// <param name="frontend">This machine as the other one reaches it.</param>
    public static ImmutableArray<Ipv4> Of(Inventory inventory, Host? host, Frontend frontend)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(frontend);
        var text = host is null
            ? inventory.AttributesOn(AttributeOwner.Global).Find(Attributes.AttributeName.Parse(AttributeName))?.Text
            : inventory.AttributesOf(host).Text(AttributeName);
        if (text is null)
        {
            return frontend.ServesNames ? [frontend.Address] : [];
        }

        return [.. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(part => Ipv4.TryParse(part, null, out _)).Take(Most)
            .Select(part => Ipv4.Parse(part))];
    }
}
