using System.Text;
using BootService.Core.Profiles.Emit;

namespace BootService.Core.Profiles;

/// <summary>What node files may ask of the request itself, as entities or in conditions.</summary>
/// <remarks>
/// <c>profile.host</c>, <c>profile.arch</c>, <c>profile.os</c>, <c>profile.release</c>, <c>profile.generation</c> (6 to 10),
/// <c>profile.frontend</c>, <c>profile.hosts</c> (lines for /etc/hosts), <c>profile.yum</c> (sections of a yum repository file).
/// <c>profile.users</c> (the installer's lines for users), <c>profile.userkeys</c> (a script that lets their keys in), <c>profile.sudoers</c>.
/// What there is nothing to say of is empty.
/// </remarks>
public static class ProfileFacts
{
    /// <summary>What the names begin with.</summary>
    public const string Prefix = "profile.";

    private static readonly string[] Names =
    [
        "profile.arch", "profile.frontend", "profile.generation", "profile.host", "profile.hosts", "profile.os", "profile.release",
        "profile.sudoers", "profile.userkeys", "profile.users", "profile.yum",
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
        "generation" => ((int)request.Generation).ToString(),
        "frontend" => request.Frontend,
        "hosts" => request.HostsFile,
        "sudoers" => UserWords.Sudoers(request.Users),
        "userkeys" => UserWords.KeyScript(request.Users),
        "users" => UserWords.Commands(request.Users),
        "yum" => YumRepositories(request),
        _ => null,
    };

    /// <summary>The repositories of a node as a <c>.repo</c> file; empty when it has none.</summary>
    /// <remarks>
    /// A pallet that is removed later does not stop the node's yum. From Enterprise Linux 8 on, packages whose names a module of the OS
    /// has too are hidden unless their repository says that it stands above modules.
    /// </remarks>
    public static string YumRepositories(ProfileRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = new StringBuilder();
        foreach (var repository in request.Repositories)
        {
            var aboveModules = request.Generation >= AnacondaGeneration.El8 && !repository.IsInstallSource ? "module_hotfixes=1\n" : "";
            foreach (var (name, url) in repository.Places)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append('[').Append(name).Append("]\nname=").Append(name).Append("\nbaseurl=").Append(url)
                    .Append("\nenabled=1\ngpgcheck=0\nskip_if_unavailable=1\n").Append(aboveModules);
            }
        }

        return text.ToString();
    }
}
