using BootService.Protocols.Net;

namespace BootService.Protocols.Wake;

/// <summary>
/// The frame content that wakes a sleeping card: six octets 0xFF, then its hardware address sixteen times (AMD's Magic Packet Technology, publication 20213).
/// </summary>
public static class MagicPacket
{
    /// <summary>Its length in octets.</summary>
    public const int Length = SyncLength + (Repeats * MacAddress.Length);

    /// <summary>The UDP port it is sent to by custom (discard); the card looks at the content alone.</summary>
    public const int Port = 9;

    private const int SyncLength = 6;
    private const int Repeats = 16;

    /// <summary>Writes the packet that wakes a card.</summary>
    /// <param name="into">At least <see cref="Length"/> octets.</param>
    /// <param name="card">The card's address.</param>
    public static void Write(Span<byte> into, MacAddress card)
    {
        into[..SyncLength].Fill(0xff);
        for (var at = SyncLength; at < Length; at += MacAddress.Length)
        {
            card.CopyTo(into[at..]);
        }
    }
}
