using BootService.Firmware.Dhcp;
using BootService.Firmware.Http;
using BootService.Firmware.Tftp;
using BootService.Firmware.Wire;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Firmware;

/// <summary>One thing a machine does on its way. A program yields it; whoever carries the program out fills in what came of it.</summary>
/// <param name="stage">Where on the road.</param>
/// <param name="what">What, in the protocol's word or the file's name; never a secret.</param>
public abstract class BootStep(BootStage stage, string what)
{
    /// <summary>Where on the road.</summary>
    public BootStage Stage => stage;

    /// <summary>What.</summary>
    public string What => what;

    /// <summary>Whether the machine boots as well without it.</summary>
    public bool Optional { get; init; }

    /// <summary>How it went.</summary>
    public StepVerdict Verdict { get; set; }

    /// <summary>The reason, a sentence; null when there is none to give.</summary>
    public string? Why { get; set; }

    /// <summary>Octets received.</summary>
    public long Bytes { get; set; }

    /// <summary>How often the machine had to ask again because nobody answered in its time.</summary>
    public int Repeats { get; set; }

    /// <summary>How long it took, but for waits that somebody in a hurry let pass.</summary>
    public TimeSpan Elapsed { get; set; }
}

/// <summary>Gets an address and the name of a boot file.</summary>
/// <param name="dialect">Which firmware asks.</param>
public sealed class DhcpStep(DhcpDialect dialect) : BootStep(BootStage.Dhcp, dialect.Name)
{
    /// <summary>Which firmware asks.</summary>
    public DhcpDialect Dialect => dialect;

    /// <summary>What came of it; null until it is done.</summary>
    public DhcpResult? Result { get; set; }
}

/// <summary>Fetches a file.</summary>
/// <param name="stage">Where on the road.</param>
/// <param name="what">What it is called in a table.</param>
public abstract class FileStep(BootStage stage, string what) : BootStep(stage, what)
{
    /// <summary>The file; null until it is whole, and for good when it cannot be had.</summary>
    public FetchedFile? File { get; set; }
}

/// <summary>Fetches a file over TFTP.</summary>
/// <param name="dialect">Which program asks.</param>
/// <param name="server">Where the file is.</param>
/// <param name="name">The file, as the program spells it.</param>
/// <param name="stage">Where on the road.</param>
public sealed class TftpStep(TftpDialect dialect, Ipv4 server, string name, BootStage stage = BootStage.Tftp) : FileStep(stage, name)
{
    /// <summary>Which program asks.</summary>
    public TftpDialect Dialect => dialect;

    /// <summary>Where the file is.</summary>
    public Ipv4 Server => server;
}

/// <summary>Fetches a file over HTTP.</summary>
/// <param name="dialect">Which program asks.</param>
/// <param name="url">The whole URL.</param>
/// <param name="what">What it is called in a table, where the URL must not be.</param>
/// <param name="stage">Where on the road.</param>
public sealed class HttpStep(HttpDialect dialect, string url, string what, BootStage stage = BootStage.Http) : FileStep(stage, what)
{
    /// <summary>Which program asks.</summary>
    public HttpDialect Dialect => dialect;

    /// <summary>The whole URL.</summary>
    public string Url => url;

    /// <summary>Whether only its head is asked for.</summary>
    public bool HeadOnly { get; init; }
}

/// <summary>Something the machine finds by itself, from what it has fetched.</summary>
public sealed class NoteStep : BootStep
{
    /// <summary>Makes a step that is done.</summary>
    public NoteStep(BootStage stage, string what, StepVerdict verdict, string why)
        : base(stage, what)
    {
        Verdict = verdict;
        Why = why;
    }
}
