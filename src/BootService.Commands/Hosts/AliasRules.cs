using BootService.Commands.Grammar;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Hosts;

/// <summary>Says which further names the addresses of hosts can have. Pure.</summary>
internal static class AliasRules
{
    /// <summary>A name that nobody has yet.</summary>
    /// <exception cref="RefusedException">It is no name, or another's.</exception>
    public static string New(Inventory inventory, HostName host, string device, string alias)
    {
        if (!HostName.TryParse(alias, null, out var name) || alias.All(char.IsAsciiDigit) || Ipv4.TryParse(alias, null, out _))
        {
            throw new RefusedException($"alias \"{Echo.Of(alias)}\" is not a host name");
        }

        if (inventory.HostOf(name) is not null || name.ToString() == inventory.Frontend.Name)
        {
            throw new RefusedException($"alias \"{name}\" is the name of a host");
        }

        return HostAliases.Owner(inventory, name.ToString()) is { } owner
            && !(owner == host && HostAliases.Of(inventory, host, device).Contains(name.ToString()))
            ? throw new RefusedException($"alias \"{name}\" is host {owner}'s already")
            : name.ToString();
    }

    /// <summary>The change that gives an interface its aliases; none take the attribute away.</summary>
    public static Change Set(HostName host, string device, IReadOnlyCollection<string> aliases, DateTimeOffset now) => aliases.Count == 0
        ? new Change.AttributeRemoved(AttributeOwner.Of(host), HostAliases.AttributeOf(device))
        : new Change.AttributeWritten(
            AttributeOwner.Of(host), HostAliases.AttributeOf(device), new AttributeValue(HostAliases.Write(aliases), Shadow: false, now));

    /// <summary>The changes that take the aliases of an interface to another, or away with it.</summary>
    /// <param name="inventory">The state.</param>
    /// <param name="host">The host.</param>
    /// <param name="from">The interface that is no more.</param>
    /// <param name="to">What it is called now; null when it is gone.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Change> Moved(Inventory inventory, HostName host, string from, string? to, DateTimeOffset now)
    {
        var aliases = HostAliases.Of(inventory, host, from);
        if (!aliases.IsEmpty && from != to)
        {
            yield return Set(host, from, [], now);
            if (to is not null)
            {
                yield return Set(host, to, aliases, now);
            }
        }
    }

    /// <summary>The interface that a call names, or the one that names the host.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static HostInterface Interface(CommandCall call, Host host) => InterfaceChoice.IsGiven(call) ? InterfaceChoice.Of(call, host)
        : host.Primary ?? throw new RefusedException($"host {host.Name} has no interface with an address: name one by interface=");
}
