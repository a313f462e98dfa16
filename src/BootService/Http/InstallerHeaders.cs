using BootService.Protocols.Net;

namespace BootService.Http;

/// <summary>What Anaconda says of its machine when it asks for a kickstart with <c>kssendmac</c> (docs/firmware.md).</summary>
internal static class InstallerHeaders
{
    private const string MacHeader = "X-RHN-Provisioning-MAC-";
    private const int MostCards = 64;

    /// <summary>The cards it says it has: <c>X-RHN-Provisioning-MAC-0: eth0 52:54:00:12:34:56</c>. Unreadable ones are left out.</summary>
    public static IReadOnlyList<MacAddress> Macs(IHeaderDictionary headers)
    {
        var cards = new List<MacAddress>();
        for (var number = 0; number < MostCards && headers.TryGetValue(MacHeader + number, out var value); number++)
        {
            if (value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var mac, ..] && MacAddress.TryParse(mac, null, out var card))
            {
                cards.Add(card);
            }
        }

        return cards;
    }
}
