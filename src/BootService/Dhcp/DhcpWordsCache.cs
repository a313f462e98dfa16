using BootService.Core.Dhcp;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using BootService.Protocols.Pxe;

namespace BootService.Dhcp;

/// <summary>Keeps the words found for machines that ask again, for a moment: decisions are pure but allocate. Of fixed size; a newer machine takes an older one's place.</summary>
internal sealed class DhcpWordsCache
{
    private const int Size = 8192;

    /// <summary>A decision can change by time alone (an attempt's last boot), so it is not kept for long. The loader's configuration decides again in any case.</summary>
    private const long LongestKept = 5_000;

    private readonly Entry[] _entries = new Entry[Size];

    /// <summary>The words for a machine.</summary>
    public DhcpWords For(Inventory inventory, Network? network, in DhcpQuestion question, bool known, DhcpMoment now)
    {
        // All unknown machines are told the same, but for an iPXE, whose script is named after its card.
        var mac = known || question.Pxe.IsIpxe ? question.Mac : default;

        var frontend = inventory.Frontend.At(question.ReceivedAt);

        // Neither changes what is said, and both would tell each machine from every other.
        var client = question.Pxe with { Uuid = null, UndiVersion = 0 };
        ref var entry = ref _entries[Place(mac, client)];
        if (entry.Words is null || entry.Mac != mac || entry.Until <= now.Milliseconds || entry.Client != client
            || !ReferenceEquals(entry.Inventory, inventory) || !ReferenceEquals(entry.Network, network) || !ReferenceEquals(entry.Frontend, frontend))
        {
            entry = new Entry(inventory, network, frontend, mac, client, now.Milliseconds + LongestKept, DhcpWords.For(inventory, network, mac, client, now.Wall, frontend));
        }

        return entry.Words;
    }

    // A machine's ROM, loader and system are told different things one after the other.
    private static int Place(MacAddress mac, in PxeClient client)
    {
        var who = mac.Value ^ ((ulong)client.Vendor << 48) ^ ((client.IsIpxe ? 1UL : 0) << 50) ^ ((ulong)client.Firmware << 51);
        return (int)((who * 0x9E3779B97F4A7C15UL) >> 51);
    }

    private readonly record struct Entry(Inventory Inventory, Network? Network, Frontend Frontend, MacAddress Mac, PxeClient Client, long Until, DhcpWords Words);
}
