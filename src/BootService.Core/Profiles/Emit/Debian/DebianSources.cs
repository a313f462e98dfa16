using BootService.Core.Installers;
using BootService.Core.Repositories;

namespace BootService.Core.Profiles.Emit.Debian;

/// <summary>
/// Where a Debian node installs from: the archive that holds the system and the installer's own packages, and everything else that is enabled.
/// </summary>
internal sealed class DebianSources
{
    private DebianSources(ProfileRepository archive, AptSuite suite, IReadOnlyList<(ProfileRepository Repository, AptSuite Suite)> all)
    {
        (Archive, Suite) = (archive, suite);
        Lines = [.. all.Select(one => Line(one.Repository, one.Suite))];
        Keys = [.. all.Where(one => one.Suite.Key is not null).Select(one => ($"{one.Repository.Url}/{one.Suite.Key}", KeyFile(one.Repository, one.Suite)))];
    }

    /// <summary>The repository of the system.</summary>
    public ProfileRepository Archive { get; }

    /// <summary>The suite of it that is installed.</summary>
    public AptSuite Suite { get; }

    /// <summary>The lines of apt's list of sources, those of the system first.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The public keys that came with suites: where each is, and where the node keeps it.</summary>
    public IReadOnlyList<(string Url, string File)> Keys { get; }

    /// <summary>Where the key of the archive itself is, when it is not Debian's own; null when it is.</summary>
    public string? ArchiveKey => Suite.Key is { } key ? $"{Archive.Url}/{key}" : null;

    /// <summary>The sources of a request; null when no repository has the release whole.</summary>
    public static DebianSources? Of(ProfileRequest request, Installer.Debian installer) => Of(request, installer.Suite, needsInstaller: true);

    /// <summary>The sources of a request; null when no repository has the suite.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wanted">The suite of the system.</param>
    /// <param name="needsInstaller">Whether the installer itself is made of packages of the same archive.</param>
    public static DebianSources? Of(ProfileRequest request, string wanted, bool needsInstaller)
    {
        var architecture = AptArchitecture.Of(request.Arch);
        foreach (var repository in request.Repositories)
        {
            if (repository.Suites.FirstOrDefault(
                suite => (suite.HasInstaller || !needsInstaller) && suite.Is(wanted) && suite.Architectures.Contains(architecture)) is { } found)
            {
                return new DebianSources(repository, found, [(repository, found), .. request.Repositories
                    .SelectMany(
                        other => other.Suites.Where(
                            suite => suite != found && IsOf(suite, wanted) && suite.Architectures.Any(of => of == architecture || of == "all"))
                        .Select(suite => (other, suite)))]);
            }
        }

        return null;
    }

    /// <summary>Why there are none, and what to do.</summary>
    public static string WhyNot(Installer.Debian installer) =>
        $"no enabled pallet has the archive of Debian {installer.Release} with the installer's own packages (dists/{installer.Suite}/main/debian-installer): "
        + "add its DVD or a copy of its archive with \"stack add pallet\", and enable it";

    // The suites of other releases beside this one's would be taken for upgrades.
    private static bool IsOf(AptSuite suite, string wanted) =>
        suite.Codename.Split('-', '/')[0] is var release && (!IsRelease(release) || release == wanted);

    private static bool IsRelease(string word) => word is "bullseye" or "bookworm" or "trixie" or "forky" or "sid"
        or "jammy" or "kinetic" or "lunar" or "mantic" or "noble" or "oracular" or "plucky" or "questing" or "resolute";

    private static string KeyFile(ProfileRepository repository, AptSuite suite) => $"/etc/apt/keyrings/{repository.Name}-{AptSuite.FileNameOf(suite.Name)}.gpg";

    private static string Line(ProfileRepository repository, AptSuite suite)
    {
        string[] options =
        [
            .. suite.IsSigned ? [] : (string[])["trusted=yes"],
            .. suite is { IsSigned: true, Key: not null } ? (string[])[$"signed-by={KeyFile(repository, suite)}"] : [],
            .. suite.Expires ? (string[])["check-valid-until=no"] : [],
        ];
        return $"deb {(options.Length > 0 ? $"[{string.Join(' ', options)}] " : "")}{repository.Url} {suite.Name} {string.Join(' ', suite.Components)}";
    }
}
