using System.Globalization;

namespace BootService.Core.Installers;

/// <summary>
/// Installers of Enterprise Linux that read kickstart differently. The value is the major version; relatives are taken for the one that has their Anaconda.
/// </summary>
public enum AnacondaGeneration
{
    /// <summary>Enterprise Linux 6.</summary>
    El6 = 6,

    /// <summary>Enterprise Linux 7.</summary>
    El7 = 7,

    /// <summary>Enterprise Linux 8.</summary>
    El8 = 8,

    /// <summary>Enterprise Linux 9.</summary>
    El9 = 9,

    /// <summary>Enterprise Linux 10.</summary>
    El10 = 10,
}

/// <summary>Tells an installer's generation from an OS and its version.</summary>
public static class AnacondaGenerations
{
    private const int FirstFedora = 40;

    /// <summary>The generation of an OS, by the name of its pallet.</summary>
    /// <returns>Null when it is none whose Anaconda we know.</returns>
    public static AnacondaGeneration? Of(string name, ReadOnlySpan<char> release) => (name, Major(release)) switch
    {
        // Enterprise Linux 10 was branched from Fedora 40, and Fedora has dropped no command since that node files use.
        ("Fedora", >= FirstFedora) => AnacondaGeneration.El10,
        ("Fedora", _) => null,

        // Versions are years: Anaconda 33, 36 and 40, the last with the authselect of Enterprise Linux 9.
        ("openEuler", 20) => AnacondaGeneration.El8,
        ("openEuler", 22 or 24) => AnacondaGeneration.El9,
        ("openEuler", _) => null,
        _ => Of(release),
    };

    /// <summary>The generation of a version such as <c>6.6</c> or <c>7.9.2009</c>.</summary>
    /// <returns>Null when the version is none of an Enterprise Linux we know.</returns>
    public static AnacondaGeneration? Of(ReadOnlySpan<char> release) => Major(release) is var number and >= 6 and <= 10 ? (AnacondaGeneration)number : null;

    private static int Major(ReadOnlySpan<char> release)
    {
        var dot = release.IndexOfAny('.', '-');
        return int.TryParse(dot < 0 ? release : release[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
