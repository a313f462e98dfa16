using BootService.Protocols.Dhcp;
using BootService.Protocols.Pxe;

namespace BootService.Core.Dhcp;

/// <summary>What firmware said of itself when it began an exchange, for its later messages that leave it out: an ACK must not conflict with its OFFER (RFC
/// 2131 §3.1, step 4).</summary>
/// <remarks>The ROM of a Raspberry Pi 4 names itself in its DISCOVER only (raspberrypi/rpi-eeprom#82). Of fixed size, allocates nothing; owned by one
/// thread.</remarks>
public sealed class DhcpExchanges
{
    private const int Size = 4096;
    private const long Longest = 60_000;

    private readonly Entry[] _entries = new Entry[Size];

    /// <summary>The question with what its client said before in the same exchange.</summary>
    public DhcpQuestion Complete(in DhcpQuestion question, long now)
    {
        ref var entry = ref _entries[(int)((question.Client * 0x9E3779B97F4A7C15UL) >> 52)];
        if (question.Type is DhcpMessageType.Discover)
        {
            entry = question.Pxe.IsNetworkBoot ? new Entry(question.Client, question.Exchange, now, question.Pxe) : default;
            return question;
        }

        return entry.Client == question.Client && entry.Exchange == question.Exchange && entry.Client != 0 && now - entry.At < Longest
            ? question with { Pxe = question.Pxe.CompletedBy(entry.Pxe) }
            : question;
    }

    private readonly record struct Entry(ulong Client, uint Exchange, long At, PxeClient Pxe);
}
