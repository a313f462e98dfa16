using System.ComponentModel.DataAnnotations;
using System.Net;
using BootService.Http;
using BootService.Tftp;

namespace BootService.Settings;

/// <summary>How the daemon runs. What the cluster is (hosts, networks, attributes) lives in the database only.</summary>
/// <remarks>Keys are the paths of these properties: <c>Dhcp:Port</c> is <c>--Dhcp:Port=67</c> or <c>BOOTSERVICE_Dhcp__Port=67</c>.</remarks>
internal sealed class DaemonSettings
{
    /// <summary>The boot interface, or several with commas between (a list in the file); null picks the only one that is up.</summary>
    public string? Interface { get; init; }

    [Required]
    public string DataDirectory { get; init; } = "/var/lib/bootservice";

    [Required]
    public string ExportDirectory { get; init; } = "/export/stack";

    [Required]
    public string BootFilesDirectory { get; init; } = "/usr/share/bootservice/bootfiles";

    /// <summary>Whether the checks of <c>stack check network</c> are made at the start, which asks the segment for other DHCP servers.</summary>
    public bool CheckAtStart { get; init; } = true;

    public FrontendSettings Frontend { get; init; } = new();

    public AdminSettings Admin { get; init; } = new();

    public DhcpSettings Dhcp { get; init; } = new();

    public TftpSettings Tftp { get; init; } = new();

    public HttpSettings Http { get; init; } = new();

    public ProfileSettings Profiles { get; init; } = new();

    public PowerSettings Power { get; init; } = new();

    public LogSettings Log { get; init; } = new();

    /// <summary>The admin's pallets.</summary>
    public string PalletsDirectory => Path.Combine(ExportDirectory, "pallets");

    /// <summary>The admin's carts.</summary>
    public string CartsDirectory => Path.Combine(ExportDirectory, "carts");

    /// <summary>The admin's own node XML and graphs.</summary>
    public string SiteProfileDirectory => Path.Combine(ExportDirectory, "site-profiles", "default", "1.0");

    /// <summary>The admin's own boot files.</summary>
    public string SiteBootFilesDirectory => Path.Combine(ExportDirectory, "bootfiles");
}

/// <summary>This machine.</summary>
internal sealed class FrontendSettings
{
    /// <summary>The file with the public keys of root of this machine, which nodes let in unless attribute <c>ssh.public_key</c> is set.</summary>
    [Required]
    public string PublicKey { get; init; } = "/etc/bootservice/frontend.pub";
}

/// <summary>The admin's side.</summary>
internal sealed class AdminSettings : ICheckedSettings
{
    [Required]
    public string Socket { get; init; } = "/run/bootservice/admin.sock";

    /// <summary>TLS address of the dashboard and API, such as <c>0.0.0.0:8443</c>; null for none.</summary>
    public string? Listen { get; init; }

    /// <summary>The certificate of that address as PEM, with those between it and its authority; null to have one made.</summary>
    public string? Certificate { get; init; }

    /// <summary>Its key as PEM.</summary>
    public string? Key { get; init; }

    /// <summary>The address as a socket wants it; null for none.</summary>
    public IPEndPoint? Address => IPEndPoint.TryParse(Listen ?? string.Empty, out var address) && address.Port > 0 ? address : null;

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (Listen is { Length: > 0 } && Address is null)
        {
            yield return $"key \"Admin:Listen\" is \"{Listen}\", and must be an address and a port such as 0.0.0.0:8443";
        }

        if (Certificate is null != Key is null)
        {
            yield return "keys \"Admin:Certificate\" and \"Admin:Key\" go together, and only one is given";
        }
    }
}

/// <summary>The nodes' HTTP side.</summary>
internal sealed class HttpSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>0 takes a free port, for tests.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 80;

    /// <summary>Open connections of all nodes together; later ones are closed at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 16_384;

    /// <summary>Open connections of one address.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerPeer { get; init; } = 1024;

    /// <summary>Bytes a second under which a reader is cut off.</summary>
    [Range(1, int.MaxValue)]
    public int SlowestReader { get; init; } = 2048;

    /// <summary>How long a reader may take nothing at all.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The limits as the connections want them.</summary>
    public NodeHttpLimits Limits => new()
    {
        MaxConnections = MaxConnections,
        MaxConnectionsPerPeer = MaxConnectionsPerPeer,
        SlowestReader = SlowestReader,
        LongestPause = LongestPause,
    };
}

/// <summary>What node XML may do on the frontend.</summary>
internal sealed class ProfileSettings
{
    /// <summary>Whether <c>eval</c> and <c>report</c> in node XML run, as the daemon's user. Whoever can write a node file can then run anything that user can.</summary>
    public bool AllowEval { get; init; }

    /// <summary>How long each of them may take; an install is armed only when all of them have ended.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan EvalTimeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>How machines' power is switched.</summary>
internal sealed class PowerSettings
{
    /// <summary>The folder of the admin's own programs, which attribute <c>power.command</c> chooses from. They run as the daemon's user.</summary>
    [Required]
    public string Commands { get; init; } = "/etc/bootservice/power";
}

/// <summary>What goes to the console and with it to the journal.</summary>
internal sealed class LogSettings
{
    public LogLevel Level { get; init; } = LogLevel.Information;
}
