namespace BootService.Dhcp;

/// <summary>Running totals of the DHCP server; plain numbers with one writer, read by others as they are.</summary>
internal sealed class DhcpCounters
{
    public long Malformed { get; set; }

    public long Silences { get; set; }

    public long Strangers { get; set; }

    public long Offers { get; set; }

    public long Acknowledgements { get; set; }

    public long Refusals { get; set; }

    public long BootpReplies { get; set; }

    public long NotStored { get; set; }

    public long OptionsLeftOut { get; set; }
}
