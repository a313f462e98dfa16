using System.Globalization;

namespace BootService.Core.Installers;

/// <summary>Installers of Enterprise Linux that read kickstart differently. The value is the major version.</summary>
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

/// <summary>Tells an installer's generation from an OS version.</summary>
public static class AnacondaGenerations
{
    /// <summary>The generation of a version such as <c>6.6</c> or <c>7.9.2009</c>.</summary>
    /// <returns>Null when the version is none of an Enterprise Linux we know.</returns>
    public static AnacondaGeneration? Of(ReadOnlySpan<char> release)
    {
        var dot = release.IndexOfAny('.', '-');
        var major = dot < 0 ? release : release[..dot];
        return int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 6 and <= 10
            ? (AnacondaGeneration)number
            : null;
    }
}
