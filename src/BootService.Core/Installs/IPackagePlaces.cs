using BootService.Core.Packages;
using BootService.Core.Repositories;

namespace BootService.Core.Installs;

/// <summary>Looks at the places that nodes take packages from, as they lie on disk now.</summary>
public interface IPackagePlaces
{
    /// <summary>What lies in a place; one that is gone or cannot be read has nothing in it.</summary>
    /// <param name="place">Where it lies, as nodes are told: <c>carts/tools</c>, <c>pallets/CentOS/6.6/redhat/x86_64</c>.</param>
    PackagePlace Look(string place);

    /// <summary>How many octets a file has; 0 when it is not there.</summary>
    /// <param name="file">Where it lies: <c>pallets/Ubuntu/24.04/ubuntu/x86_64/live-server.iso</c>.</param>
    long Length(string file);
}

/// <summary>What lies in a place that nodes take packages from.</summary>
/// <param name="Folders">The folders of it that are repositories of RPM packages: an empty text for the place itself; see
/// <see cref="Profiles.ProfileRepository.Folders"/>.</param>
/// <param name="Keys">The public keys in it that its packages are signed with.</param>
/// <param name="Suites">Its suites, where it is a repository of apt's.</param>
/// <param name="Offered">What its repositories offer; empty when nothing is known of them.</param>
public sealed record PackagePlace(
    IReadOnlyList<string> Folders, IReadOnlyList<string> Keys, IReadOnlyList<AptSuite> Suites, IReadOnlyList<PackageIndex> Offered);
