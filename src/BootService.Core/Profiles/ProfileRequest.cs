using System.Collections.Immutable;
using BootService.Core.Disks;
using BootService.Core.Firewalls;
using BootService.Core.Installers;
using BootService.Core.Logins;
using BootService.Core.Networks;
using BootService.Core.Packages;
using BootService.Core.Power;
using BootService.Core.Repositories;

namespace BootService.Core.Profiles;

/// <summary>What a profile is rendered from, besides the node files.</summary>
public sealed record ProfileRequest
{
    /// <summary>Name of the host.</summary>
    public required string Host { get; init; }

    /// <summary>The node the appliance begins with: <c>backend</c>.</summary>
    public required string Root { get; init; }

    /// <summary>
    /// The host's attributes as resolved. For a preview, give the mask instead of secret values. Names that begin with <c>profile.</c>
    /// are not asked for: they are facts of this request (see <see cref="ProfileFacts"/>).
    /// </summary>
    public required AttributeLookup Attributes { get; init; }

    /// <summary>Processor architecture as the OS names it: <c>x86_64</c>.</summary>
    public string Arch { get; init; } = "x86_64";

    /// <summary>Operating system family as Stacki names it: <c>redhat</c>.</summary>
    public string System { get; init; } = "redhat";

    /// <summary>Version of the OS to install: <c>6.6</c>.</summary>
    public required string Release { get; init; }

    /// <summary>Which installer will read the answers; see <see cref="Installers.Installer.Of"/>.</summary>
    public required Installer Installer { get; init; }

    /// <summary>The frontend's address on the node's network.</summary>
    public required string Frontend { get; init; }

    /// <summary>Enabled pallets' repositories, in the order in which they are listed.</summary>
    public IReadOnlyList<ProfileRepository> Repositories { get; init; } = [];

    /// <summary>What the repositories have; null when that is not known, and no name is looked up.</summary>
    public PackageOffer? Offer { get; init; }

    /// <summary>What the machine must be, or it is not touched.</summary>
    public MachineIdentity Identity { get; init; } = MachineIdentity.Any;

    /// <summary>Lines for the node's <c>/etc/hosts</c> besides localhost, each with its newline; empty for none.</summary>
    public string HostsFile { get; init; } = "";

    /// <summary>Who may log in besides root.</summary>
    public ImmutableArray<NodeUser> Users { get; init; } = [];

    /// <summary>How its network is to be.</summary>
    public NodeNetwork Network { get; init; } = NodeNetwork.BootCardOnly;

    /// <summary>What its BMC is to be told; null for nothing.</summary>
    public BmcSetup? Bmc { get; init; }

    /// <summary>Its firewall rules.</summary>
    public NodeFirewall Firewall { get; init; } = NodeFirewall.None;

    /// <summary>What the install does to its disks.</summary>
    public DiskPlan Disks { get; init; } = DiskPlan.Usual;

    /// <summary>How many octets the image has that its installer fetches whole; 0 for installers that fetch none.</summary>
    public long ImageBytes { get; init; }

    /// <summary>Where the node reports; null leaves the reports out.</summary>
    public ReportUrls? Reports { get; init; }

    /// <summary>Runs <c>eval</c> and <c>report</c>; null refuses them, which is the rule.</summary>
    public INodeRunner? Runner { get; init; }
}

/// <summary>An enabled pallet or cart as a node sees it.</summary>
/// <param name="Name">Unique name without blanks: the pallet's.</param>
/// <param name="Url">Base URL.</param>
/// <param name="IsInstallSource">Whether it holds the OS being installed; one does.</param>
public sealed record ProfileRepository(string Name, string Url, bool IsInstallSource)
{
    /// <summary>
    /// Where below <see cref="Url"/> package metadata lie: an empty text for the place itself, the names of folders for media of Enterprise
    /// Linux 8 and later, which are several repositories. Empty when there are none.
    /// </summary>
    public IReadOnlyList<string> Folders { get; init; } = [""];

    /// <summary>Where below <see cref="Url"/> the public keys lie that its packages are signed with; empty when they need not be.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Its suites where it is one of apt's; empty for all others.</summary>
    public IReadOnlyList<AptSuite> Suites { get; init; } = [];

    /// <summary>Each repository it is, by a unique name.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Places =>
        Folders.Select(
            folder => folder.Length == 0 ? KeyValuePair.Create(Name, Url) : KeyValuePair.Create($"{Name}-{folder.Replace('/', '-')}", $"{Url}/{folder}"));
}

/// <summary>Where a node says what became of its install.</summary>
/// <param name="BaseUrl">Scheme, address and port without a final slash: <c>http://10.1.1.1</c>.</param>
/// <param name="Secret">The attempt's secret as it stands in paths, or <see cref="Mask"/> in a preview.</param>
public sealed record ReportUrls(string BaseUrl, string Secret)
{
    /// <summary>Stands for a secret wherever people look.</summary>
    public const string Mask = "********";

    /// <summary>Where an installer posts what it does by itself.</summary>
    public string Webhook => $"{BaseUrl}/install/report/{Secret}";

    /// <summary>A file that the installer reads.</summary>
    public string Answer(string name) => $"{BaseUrl}/install/answer/{Secret}/{name}";

    /// <summary>Set once the whole install is done; the machine boots its disk from then on.</summary>
    public string Done => $"{BaseUrl}/install/done/{Secret}";

    /// <summary>Set when the install cannot go on; the reason is the query's <c>why</c>.</summary>
    public string Failed => $"{BaseUrl}/install/failed/{Secret}";

    /// <summary>Asked for by the installed system at its first boot.</summary>
    public string Confirmed => Stage("confirmed");

    /// <summary>Set when the install reaches a stage: <c>pre</c>, <c>post</c>, or <c>post-failed</c> with the query's <c>what</c>.</summary>
    public string Stage(string stage) => $"{BaseUrl}/install/stage/{Secret}/{stage}";
}

/// <summary>Runs code on the frontend for <c>eval</c> and <c>report</c>, with the limits its maker sets.</summary>
public interface INodeRunner
{
    /// <summary>Runs a script and gives its standard output.</summary>
    /// <param name="host">Name of the host the profile is for.</param>
    /// <param name="shell">Interpreter: <c>sh</c>, <c>python</c>, a path.</param>
    /// <param name="script">The script with attribute values filled in.</param>
    NodeRun Eval(string host, string shell, string script);

    /// <summary>Runs a <c>stack report</c> and gives its output.</summary>
    /// <param name="host">Name of the host the profile is for.</param>
    /// <param name="name">The report with dots for blanks: <c>host.yum</c>.</param>
    /// <param name="arguments">Its arguments with attribute values filled in.</param>
    NodeRun Report(string host, string name, string arguments);
}

/// <summary>What became of a run: its output, or one sentence why there is none.</summary>
public readonly record struct NodeRun(string Output, string? Fault);
