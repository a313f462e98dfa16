using System.Buffers.Binary;

namespace BootService.Protocols.Ipv6;

/// <summary>Messages of router discovery (RFC 4861 §4.1, §4.2), without the checksum, which the kernel writes.</summary>
public static class RouterDiscovery
{
    private const byte Solicitation = 133;
    private const byte Advertisement = 134;
    private const int AdvertisementLength = 16;
    private const int OptionUnit = 8;
    private const byte SourceLinkAddress = 1;
    private const byte Mtu = 5;

    /// <summary>"Who is a router here?"</summary>
    public static ReadOnlySpan<byte> Question => [Solicitation, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>"No router here": an advertisement of lifetime 0, without a prefix, and with no DHCPv6 announced.</summary>
    public static ReadOnlySpan<byte> NoRouterHere => [Advertisement, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Whether somebody asks for a router.</summary>
    public static bool IsQuestion(ReadOnlySpan<byte> message) => message is [Solicitation, 0, ..];

    /// <summary>
    /// Whether a router says something of IPv6 on this wire: that it leads on, that there is DHCPv6, a prefix, or anything else but its own card and MTU.
    /// </summary>
    public static bool IsRouterSpeaking(ReadOnlySpan<byte> message)
    {
        const byte ManagedOrOther = 0xC0;
        if (message.Length < AdvertisementLength || message is not [Advertisement, 0, ..])
        {
            return false;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(message[6..]) > 0 || (message[5] & ManagedOrOther) != 0)
        {
            return true;
        }

        for (var options = message[AdvertisementLength..]; options.Length >= OptionUnit && options[1] > 0 && options[1] * OptionUnit <= options.Length;)
        {
            if (options[0] is not (SourceLinkAddress or Mtu))
            {
                return true;
            }

            options = options[(options[1] * OptionUnit)..];
        }

        return false;
    }
}
