namespace BootService.Dns;

/// <summary>Running totals of the name server; plain numbers with one writer, read by others as they are.</summary>
internal sealed class DnsCounters
{
    public long Answers { get; set; }

    public long NoSuchNames { get; set; }

    public long Refusals { get; set; }

    public long Malformed { get; set; }

    public long Strangers { get; set; }

    public long Forwarded { get; set; }

    public long Returned { get; set; }

    public long Unanswered { get; set; }

    public long Busy { get; set; }
}
