using System.Text;
using BootService.Core.Inventories;
using BootService.Core.Logins;

namespace BootService.Core.Hosts;

/// <summary>Writes what ssh needs to know of the hosts whose keys are kept (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).</summary>
public static class KnownHostsFile
{
    /// <summary>A line for each kept key, in the order of tables, each with its newline: names and addresses, kind, key.</summary>
    /// <param name="inventory">The state.</param>
    /// <param name="hosts">The hosts; those without a kept key are passed over.</param>
    public static string Lines(Inventory inventory, IEnumerable<Host> hosts)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(hosts);
        var text = new StringBuilder();
        foreach (var host in hosts)
        {
            var attributes = inventory.AttributesOf(host);
            foreach (var name in new[] { HostKey.Ecdsa, HostKey.Rsa })
            {
                if (attributes.Text(name) is { Length: > 0 } key && HostKey.PublicOf(key) is { } shown)
                {
                    text.Append(string.Join(',', Names(inventory, host))).Append(' ').Append(shown).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Names(Inventory inventory, Host host)
    {
        IEnumerable<string> names = [host.Name.ToString()];
        foreach (var nic in host.Interfaces.Where(nic => nic.Address is not null))
        {
            var zone = nic.Network is { } network ? inventory.Networks.GetValueOrDefault(network)?.Zone : null;
            var name = nic.HostName ?? host.Name.ToString();
            names = names.Append(name).Concat(zone is { Length: > 0 } ? [$"{name}.{zone}"] : []).Append(nic.Address.ToString()!);
        }

        return names.Distinct(StringComparer.Ordinal);
    }
}
