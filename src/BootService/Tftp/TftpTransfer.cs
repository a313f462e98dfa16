using BootService.Files;
using BootService.Net;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>The state of one transfer. Times are milliseconds of the engine's clock.</summary>
internal sealed class TftpTransfer(UdpPeer peer, string name, int requestHash, IBlockSource source, TftpTerms terms, long now)
{
    /// <summary>The client.</summary>
    public UdpPeer Peer { get; } = peer;

    /// <summary>Which of the worker's ports it is served from (<see cref="TftpPorts"/>).</summary>
    public required int Port { get; init; }

    /// <summary>What it asked for, in its normal form.</summary>
    public string Name { get; } = name;

    /// <summary>Hash of the request's bytes: the same request again is a repeat, another one a new start.</summary>
    public int RequestHash { get; } = requestHash;

    /// <summary>Where the blocks come from; the transfer holds one reference.</summary>
    public IBlockSource Source { get; } = source;

    /// <summary>What was found for it, until the last of its blocks has gone out; null afterwards.</summary>
    public BootFile? Unsent { get; set; }

    /// <summary>How it travels.</summary>
    public TftpMode Mode { get; init; }

    /// <summary>The version of its file on disk; null for content that is made.</summary>
    public FileVersion? Version { get; init; }

    /// <summary>What was settled.</summary>
    public TftpTerms Terms { get; } = terms;

    /// <summary>When the request came.</summary>
    public long Started { get; } = now;

    /// <summary>How far it is.</summary>
    public TftpWindow Window { get; set; } = TftpWindow.Over(source.Length, terms.BlockSize, terms.WindowSize);

    /// <summary>Whether the OACK has not been acknowledged yet.</summary>
    public bool AwaitsOptions { get; set; } = terms.Granted.Any;

    /// <summary>Whether the client has answered anything yet.</summary>
    public bool Heard { get; set; }

    /// <summary>When the client last moved on.</summary>
    public long Progressed { get; set; } = now;

    /// <summary>When the last window left.</summary>
    public long Sent { get; set; }

    /// <summary>Whether the last window has been sent more than once: its acknowledgement then says nothing about the round trip (Karn).</summary>
    public bool Repeated { get; set; }

    /// <summary>Windows sent again so far.</summary>
    public int Repeats { get; set; }

    /// <summary>Smoothed round trip in milliseconds times eight; negative before the first measurement.</summary>
    public int RoundTrip8 { get; set; } = -1;

    /// <summary>Milliseconds until the next retransmission.</summary>
    public int Patience { get; set; }

    /// <summary>When to look at it again.</summary>
    public long Deadline { get; set; }

    /// <summary>Whether it is over; the wheel forgets such transfers.</summary>
    public bool Over { get; set; }

    /// <summary>The wheel's own: the tick it is filed under, and its neighbours there.</summary>
    public long FiledTick { get; set; } = -1;

    /// <inheritdoc cref="FiledTick"/>
    public TftpTransfer? NextFiled { get; set; }

    /// <inheritdoc cref="FiledTick"/>
    public TftpTransfer? PreviousFiled { get; set; }
}
