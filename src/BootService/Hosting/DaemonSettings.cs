using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BootService.Admin;
using BootService.Appliances;
using BootService.Backups;
using BootService.Dhcp;
using BootService.Dns;
using BootService.Doors;
using BootService.Http;
using BootService.Installs;
using BootService.Observability;
using BootService.Oidc;
using BootService.Power;
using BootService.Profiles;
using BootService.Settings;
using BootService.Tftp;
using BootService.Traces;
using BootService.Upstream;

namespace BootService.Hosting;

/// <summary>How the daemon runs. What the cluster is (hosts, networks, attributes) lives in the database only.</summary>
/// <remarks>
/// Keys are the paths of these properties: <c>Dhcp:Port</c> is <c>--Dhcp:Port=67</c> or <c>BOOTSERVICE_Dhcp__Port=67</c>.
/// Each section belongs to the part of the daemon that it sets; only the composition sees them all.
/// </remarks>
internal sealed class DaemonSettings : ICheckedSettings
{
    private static readonly DataFolders Usual = new();

    /// <summary>The boot interface, or several with commas between (a list in the file); null picks the only one that is up.</summary>
    [Description("The boot network's interface, or several with commas between them, each with a network of its own; left out, the only one that is up.")]
    public string? Interface { get; init; }

    [Required]
    [Description("Leases, keys and backups, and the database unless Database:Connection names one.")]
    public string DataDirectory { get; init; } = Usual.DataDirectory;

    [Required]
    [Description("pallets/, carts/, mirrors/, site-profiles/ and bootfiles/ (your own files, served beside ours).")]
    public string ExportDirectory { get; init; } = Usual.ExportDirectory;

    [Required]
    [Description("The base node XML and the list of loaders.")]
    public string BootFilesDirectory { get; init; } = Usual.BootFilesDirectory;

    /// <summary>Whether the checks of <c>stack check network</c> are made at the start, which asks the segment for other DHCP servers.</summary>
    [Description("Whether the checks of \"stack check network\" are made at each start, as warnings in the log.")]
    public bool CheckAtStart { get; init; } = true;

    /// <summary>The frontends that this daemon is a relay of; null where it is a frontend itself.</summary>
    [Description(
        "The frontends that this daemon is a relay of, by the addresses of their Admin:Listen, such as https://fe1:8443,https://fe2:8443; left out, it is a "
            + "frontend itself.")]
    public string? Upstream { get; init; }

    public RelaySettings Relay { get; init; } = new();

    public FrontendSettings Frontend { get; init; } = new();

    public DiscoverySettings Discovery { get; init; } = new();

    public DoorSettings Doors { get; init; } = new();

    public AdminSettings Admin { get; init; } = new();

    public OidcSettings Oidc { get; init; } = new();

    public DatabaseSettings Database { get; init; } = new();

    public BackupSettings Backup { get; init; } = new();

    public KeepSettings Keep { get; init; } = new();

    public DhcpSettings Dhcp { get; init; } = new();

    public TftpSettings Tftp { get; init; } = new();

    public HttpSettings Http { get; init; } = new();

    public DnsSettings Dns { get; init; } = new();

    public ProfileSettings Profiles { get; init; } = new();

    public PowerSettings Power { get; init; } = new();

    public TraceSettings Traces { get; init; } = new();

    public LogSettings Log { get; init; } = new();

    /// <summary>Whether this daemon is a relay.</summary>
    internal bool IsRelay => Upstream is not null;

    /// <summary>The frontends it follows then.</summary>
    internal ImmutableArray<Uri> Upstreams => UpstreamUrls.Parse(Upstream ?? string.Empty, out _);

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        foreach (var alike in OwnPorts.Alike(this, []))
        {
            yield return alike;
        }

        if (Upstream is null)
        {
            yield break;
        }

        if (UpstreamUrls.Parse(Upstream, out var fault).IsEmpty)
        {
            yield return fault!;
        }

        if (Database.Connection is not null || Frontend.Service is not null)
        {
            yield return $"keys \"Upstream\" and \"{(Database.Connection is null ? "Frontend:Service" : "Database:Connection")}\" are both given: a relay has "
                + "neither a database nor an address that moves; leave one of them out";
        }
    }

    /// <summary>The file that they were read from, beside environment and command line; it may not be there.</summary>
    internal string SettingsFile { get; set; } = string.Empty;

    /// <summary>The files that are not in the database.</summary>
    internal FrontendFiles Files => new(Folders, SettingsFile, Frontend.PublicKey, Admin.Certificate, Admin.Key);

    /// <summary>The folders as everything else wants them.</summary>
    public DataFolders Folders => new() { DataDirectory = DataDirectory, ExportDirectory = ExportDirectory, BootFilesDirectory = BootFilesDirectory };
}
