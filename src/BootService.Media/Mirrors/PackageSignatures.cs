using BootService.Core;
using BootService.Media.Pallets;

namespace BootService.Media.Mirrors;

/// <summary>Holds packages to the signature of one public key, by rpm's own tool and a key ring of the moment.</summary>
internal static class PackageSignatures
{
    private const int FilesInOneCall = 200;

    /// <summary>Checks packages.</summary>
    /// <param name="key">The file of the public key.</param>
    /// <param name="packages">The files.</param>
    /// <param name="cancel">Ends the check.</param>
    /// <returns>The files without a good signature by that key, unsigned ones among them.</returns>
    /// <exception cref="RefusedException">The file is no public key, or rpmkeys is not installed.</exception>
    public static async Task<IReadOnlyList<string>> BadAsync(string key, IReadOnlyCollection<string> packages, CancellationToken cancel)
    {
        var ring = Directory.CreateTempSubdirectory("bootservice-keys-").FullName;
        try
        {
            var (refused, _) = await Tool.AskAsync("rpmkeys", ["--dbpath", ring, "--import", key], cancel);
            if (refused != 0)
            {
                throw new RefusedException($"{key} is not the file of a public key that rpm can read; repositories publish theirs as RPM-GPG-KEY-NAME");
            }

            var bad = new List<string>();
            foreach (var files in packages.Chunk(FilesInOneCall))
            {
                // Without the level rpm is content with a package that nobody signed.
                var (_, said) = await Tool.AskAsync("rpmkeys", ["--dbpath", ring, "--define", "_pkgverify_level all", "--checksig", .. files], cancel);
                var good = said.Split('\n').ToHashSet(StringComparer.Ordinal);
                bad.AddRange(files.Where(file => !good.Contains($"{file}: digests signatures OK")));
            }

            return bad;
        }
        finally
        {
            Directory.Delete(ring, recursive: true);
        }
    }
}
