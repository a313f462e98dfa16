using System.Text;
using BootService.Core.Boot;
using BootService.Core.Firewalls;
using BootService.Core.Installers;
using BootService.Core.Networks;
using BootService.Core.Profiles.Emit;

namespace BootService.Core.Profiles;

/// <summary>What node files may ask of the request itself, as entities or in conditions.</summary>
/// <remarks>
/// <c>profile.host</c>, <c>profile.arch</c>, <c>profile.os</c>, <c>profile.release</c>, <c>profile.generation</c> (of Anaconda, 6 to 10; 0 for other
/// installers),
/// <c>profile.family</c> (the installer: <c>anaconda</c>, <c>debian</c>, <c>subiquity</c>, <c>ignition</c>), <c>profile.suite</c> (the release of Debian or
/// Ubuntu by its name),
/// <c>profile.frontend</c>, <c>profile.hosts</c> (lines for /etc/hosts), <c>profile.yum</c> (sections of a yum repository file).
/// <c>profile.users</c> (the installer's lines for users), <c>profile.userkeys</c> (a script that lets their keys in), <c>profile.sudoers</c>.
/// <c>profile.consoles</c> (words for the kernel of the installed system, one for each console of attribute console),
/// <c>profile.bmc</c> (a script that gives the BMC its address, where attribute power.setup asks for it),
/// <c>profile.firewall</c> (a script that writes the firewall's rules, where any are set),
/// <c>profile.bootcard</c> (the installer's words for the card it came by), <c>profile.network</c> (a script that configures all cards where that is not
/// enough), <c>profile.timeservers</c> (lines for ntpd and chronyd), <c>profile.disks</c> (a script that finds the disks and writes
/// <c>/tmp/partition-info</c>). What there is nothing to say of is empty.
/// </remarks>
public static class ProfileFacts
{
    /// <summary>What the names begin with.</summary>
    public const string Prefix = "profile.";

    private static readonly string[] Names =
    [
        "profile.arch", "profile.bmc", "profile.bootcard", "profile.consoles", "profile.disks", "profile.family", "profile.firewall",
        "profile.frontend", "profile.generation", "profile.host", "profile.hosts", "profile.network", "profile.os", "profile.release",
        "profile.sudoers", "profile.suite", "profile.timeservers", "profile.userkeys", "profile.users", "profile.yum",
    ];

    /// <summary>All facts of a request, sorted by name.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> All(ProfileRequest request) =>
        Names.Select(name => KeyValuePair.Create(name, Find(request, name)!));

    /// <returns>The fact, or null when there is none of that name.</returns>
    internal static string? Find(ProfileRequest request, string name) => name.AsSpan(Prefix.Length) switch
    {
        "host" => request.Host,
        "arch" => request.Arch,
        "os" => request.System,
        "release" => request.Release,
        "family" => request.Installer.Family,
        "consoles" => ConsoleWords.Of(request.Attributes(KernelArguments.ConsoleAttribute)),
        "bmc" => request.Bmc?.Script() ?? "",
        "generation" => GenerationOf(request) is { } generation ? ((int)generation).ToString() : "0",
        "firewall" => FirewallOf(request),
        "frontend" => request.Frontend,
        "hosts" => request.HostsFile,
        "bootcard" => NetworkEmitter.BootCard(request.Network),
        "network" => NetworkScript(request),
        "disks" => GenerationOf(request) is { } disks
            ? AnacondaDisks.Script(request.Disks, disks, request.Reports, request.Reports?.BaseUrl ?? $"http://{request.Frontend}") : "",
        "timeservers" =>
            string.Concat(
                (request.Attributes("Kickstart_PrivateNTPHost") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
                    .Select(server => $"server {server} iburst\n")),
        "suite" => request.Installer switch { Installer.Debian debian => debian.Suite, Installer.Ubuntu ubuntu => ubuntu.Suite, _ => "" },
        "sudoers" => UserEmitter.Sudoers(request.Users),
        "userkeys" => UserEmitter.KeyScript(request.Users),
        "users" => UserEmitter.Commands(request.Users),
        "yum" => YumRepositories(request),
        _ => null,
    };

    /// <summary>The script that configures every card of a node; empty when the installer's own configuration is all there is.</summary>
    public static string NetworkScript(ProfileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Installer is Installer.Ignition ? ""
            : LinkModules.Script(request.Network, isOld: GenerationOf(request) is AnacondaGeneration.El6) + LinksScript(request);
    }

    private static string LinksScript(ProfileRequest request) =>
        GenerationOf(request) is { } generation ? NetworkEmitter.Script(request.Network, generation)
        : request.Network.IsBootCardOnly ? ""
        : request.Installer is Installer.Ubuntu ? Netplan.Script(request.Network)
        : NetworkdScript.Of(request.Network);

    /// <summary>The repositories of a node as a <c>.repo</c> file; empty when it has none.</summary>
    /// <remarks>
    /// A pallet that is removed later does not stop the node's yum. From Enterprise Linux 8 on, packages whose names a module of the OS
    /// has too are hidden unless their repository says that it stands above modules.
    /// </remarks>
    public static string YumRepositories(ProfileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = new StringBuilder();
        foreach (var repository in request.Installer is Installer.Anaconda ? request.Repositories : [])
        {
            var aboveModules = GenerationOf(request) >= AnacondaGeneration.El8 && !repository.IsInstallSource ? "module_hotfixes=1\n" : "";
            foreach (var (name, url) in repository.Places)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append('[').Append(name).Append("]\nname=").Append(name).Append("\nbaseurl=").Append(url)
                    .Append("\nenabled=1\n").Append(Signatures(repository)).Append("skip_if_unavailable=1\n").Append(aboveModules);
            }
        }

        return text.ToString();
    }

    private static string FirewallOf(ProfileRequest request)
    {
        var (isNftables, isDebian) = (GenerationOf(request) is null or >= AnacondaGeneration.El8, GenerationOf(request) is null);
        return request.Firewall.IsNone ? "" : FirewallScript.Write(request.Firewall, isNftables, isDebian) + FirewallScript.Enable(isNftables);
    }

    private static AnacondaGeneration? GenerationOf(ProfileRequest request) => (request.Installer as Installer.Anaconda)?.Generation;

    private static string Signatures(ProfileRepository repository) => repository.Keys.Count == 0
        ? "gpgcheck=0\n"
        : $"gpgcheck=1\ngpgkey={string.Join(' ', repository.Keys.Select(key => $"{repository.Url}/{key}"))}\n";
}
