using BootService.Core.Dhcp;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;

namespace BootService.Dhcp;

/// <summary>
/// Keeps the words found for machines that ask again, for a moment: decisions are pure but allocate. A commit that concerns other hosts leaves a
/// machine's words as they are; in a storm every machine's progress is such a commit. Of fixed size; a newer machine takes an older one's place.
/// </summary>
internal sealed class DhcpParametersCache
{
    private const int Size = 8192;

    /// <summary>
    /// A decision can change by time alone (an attempt's last boot), so it is not kept for long. The loader's configuration decides again in any case.
    /// </summary>
    private const long LongestKept = 5_000;

    private readonly Entry[] _entries = new Entry[Size];
    private Inventory? _newest;
    private int _generation;

    /// <summary>The words for a machine.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="network">The machine's network.</param>
    /// <param name="question">What it asks.</param>
    /// <param name="host">Its host; null for a machine we do not know.</param>
    /// <param name="now">When.</param>
    public DhcpParameters For(Inventory inventory, Network? network, in DhcpQuestion question, Core.Hosts.Host? host, DhcpMoment now)
    {
        // All unknown machines are told the same, but for an iPXE, whose script is named after its card.
        var mac = host is not null || question.Pxe.IsIpxe ? question.Mac : default;

        var frontend = inventory.Frontend.At(question.ReceivedAt);

        // Neither changes what is said, and both would tell each machine from every other.
        var client = question.Pxe with { Uuid = null, UndiVersion = 0 };
        Follow(inventory);
        ref var entry = ref _entries[Place(mac, client)];
        if (entry.Words is null || entry.Mac != mac || entry.Until <= now.Milliseconds || entry.Client != client || entry.Generation != _generation
            || !ReferenceEquals(entry.Host, host) || !ReferenceEquals(entry.Network, network) || !ReferenceEquals(entry.Frontend, frontend)
            || !IsSameAttempt(ref entry, inventory))
        {
            var attempt = host is null ? null : inventory.AttemptOf(host.Name);
            var words = DhcpParameters.For(inventory, network, (mac, host), client, now.Wall, frontend);
            entry = new Entry(_generation, inventory, host, attempt, network, frontend, mac, client, now.Milliseconds + LongestKept, words);
        }

        return entry.Words;
    }

    private void Follow(Inventory inventory)
    {
        if (ReferenceEquals(inventory, _newest))
        {
            return;
        }

        if (_newest is null || !inventory.IsSameBesideHosts(_newest))
        {
            _generation++;
        }

        _newest = inventory;
    }

    /// <summary>The attempt is looked up once for each state only, and not for each packet.</summary>
    private static bool IsSameAttempt(ref Entry entry, Inventory inventory)
    {
        if (ReferenceEquals(entry.Inventory, inventory))
        {
            return true;
        }

        if (entry.Host is { } host && !ReferenceEquals(inventory.AttemptOf(host.Name), entry.Attempt))
        {
            return false;
        }

        entry.Inventory = inventory;
        return true;
    }

    // A machine's ROM, loader and system are told different things one after the other.
    private static int Place(MacAddress mac, in PxeClient client)
    {
        var who = mac.Value ^ ((ulong)client.Vendor << 48) ^ ((client.IsIpxe ? 1UL : 0) << 50) ^ ((ulong)client.Firmware << 51);
        return (int)((who * 0x9E3779B97F4A7C15UL) >> 51);
    }

    private record struct Entry(
        int Generation, Inventory Inventory, Core.Hosts.Host? Host, InstallAttempt? Attempt, Network? Network, Frontend Frontend,
        MacAddress Mac, PxeClient Client, long Until, DhcpParameters Words);
}
