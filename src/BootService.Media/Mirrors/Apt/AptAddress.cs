namespace BootService.Media.Mirrors.Apt;

/// <summary>The address of an apt repository as it was typed, or copied from further down.</summary>
/// <param name="Root">The folder that <c>dists</c> lies in.</param>
/// <param name="Suite">The suite it is of; null when neither the address nor anybody says one.</param>
public sealed record AptAddress(Uri Root, string? Suite)
{
    private const string Suites = "/dists/";
    private const string Lists = "binary-";
    private const string Installer = "debian-installer";

    /// <summary>Reads one.</summary>
    /// <param name="url">The address.</param>
    /// <param name="suite">The suite that was said beside it; null when none was.</param>
    /// <exception cref="Core.RefusedException">It is no address.</exception>
    public static AptAddress Of(string url, string? suite)
    {
        var folder = MirrorSource.Folder(url);
        var at = folder.AbsolutePath.LastIndexOf(Suites, StringComparison.Ordinal);
        if (at < 0)
        {
            return new AptAddress(folder, suite);
        }

        var below = Uri.UnescapeDataString(folder.AbsolutePath[(at + Suites.Length)..]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var root = folder.IsFile ? new Uri(folder.ToString()[..(folder.ToString().LastIndexOf(Suites, StringComparison.Ordinal) + 1)])
            : new UriBuilder(folder) { Path = folder.AbsolutePath[..(at + 1)] }.Uri;
        return new AptAddress(root, suite is not null && IsBelow(suite, below) ? suite : SuiteOf(below) ?? suite);
    }

    /// <summary>
    /// The folder of a flat repository that a suite names as apt's sources do, by a slash at its end: <c>./</c>, <c>/</c> or <c>amd64/</c>; null for a suite
    /// below <c>dists</c>.
    /// </summary>
    public static string? FlatOf(string suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return suite is "." || suite.EndsWith('/')
            ? string.Join('/', suite.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not "."))
            : null;
    }

    private static bool IsBelow(string suite, string[] below) =>
        suite.Split('/', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } parts && below.AsSpan().StartsWith(parts);

    /// <summary>What of a path below <c>dists</c> is the suite: what comes before its Release, or before a part and its lists.</summary>
    private static string? SuiteOf(string[] below)
    {
        var release = Array.FindIndex(below, name => name is "InRelease" or "Release" or "Release.gpg");
        var lists = Array.FindIndex(below, name => name is Installer || name.StartsWith(Lists, StringComparison.Ordinal));
        string[] suite = lists > 0 ? below[..(lists - 1)] : release >= 0 ? below[..release] : below;
        return suite.Length == 0 ? null : string.Join('/', suite);
    }
}
