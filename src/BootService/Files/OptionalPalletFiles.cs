namespace BootService.Files;

/// <summary>Files of a pallet that installers and package tools try and can do without: their absence is no failure and must not look like one.</summary>
internal static class OptionalPalletFiles
{
    /// <summary>Whether an install goes on as well without this file.</summary>
    /// <param name="name">The name asked for, in its normal form.</param>
    public static bool Contains(ReadOnlySpan<char> name) => IsOfSuite(name) || IsProbe(name[(name.LastIndexOf('/') + 1)..]);

    /// <summary>
    /// apt asks for each list in the forms and with the signatures that it knows, and Debian's installer for suites by every name that one may have. What it
    /// then lacks are packages, which lie elsewhere.
    /// </summary>
    private static bool IsOfSuite(ReadOnlySpan<char> name) => name.Contains("/dists/", StringComparison.Ordinal);

    private static bool IsProbe(ReadOnlySpan<char> file) =>
        file is "updates.img" or "product.img" // Anaconda, of every medium
            or ".treeinfo" or "treeinfo" or ".discinfo" or "media.repo"; // whichever of them a medium has
}
