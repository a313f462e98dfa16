using BootService.Core;
using BootService.Media.Work;

namespace BootService.Media.Mirrors;

/// <summary>Holds packages and indexes to the signatures of some public keys, by rpm's and GnuPG's own tools and a key ring of the moment.</summary>
internal static class PackageSignatures
{
    private const int FilesInOneCall = 200;

    /// <summary>Checks packages.</summary>
    /// <param name="keys">The public keys.</param>
    /// <param name="packages">The files.</param>
    /// <param name="cancel">Ends the check.</param>
    /// <returns>The files without a good signature by one of the keys, unsigned ones among them.</returns>
    /// <exception cref="RefusedException">A file is no public key, or rpmkeys is not installed.</exception>
    public static async Task<IReadOnlyList<string>> BadAsync(PublicKeys keys, IReadOnlyCollection<string> packages, CancellationToken cancel)
    {
        var ring = Directory.CreateTempSubdirectory("bootservice-keys-").FullName;
        try
        {
            foreach (var key in keys.Files)
            {
                var (refused, _) = await Tool.AskAsync("rpmkeys", ["--dbpath", ring, "--import", key], cancel);
                if (refused != 0)
                {
                    throw new RefusedException(
                        $"{keys.Said} is not the file of a public key that rpm can read; repositories publish theirs as RPM-GPG-KEY-NAME");
                }
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

    /// <summary>Whether some bytes have a good signature by one of the keys, which lies beside them.</summary>
    /// <param name="keys">The public keys.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="signature">The detached signature, with armour or without; null when the bytes are a text that carries it.</param>
    /// <param name="cancel">Ends the check.</param>
    /// <exception cref="RefusedException">gpgv is not installed.</exception>
    public static async Task<bool> IsGoodAsync(PublicKeys keys, byte[] bytes, byte[]? signature, CancellationToken cancel)
    {
        var place = Directory.CreateTempSubdirectory("bootservice-keys-").FullName;
        try
        {
            var (ring, file, signed) = (Path.Combine(place, "keys.gpg"), Path.Combine(place, "index"), Path.Combine(place, "index.asc"));
            await File.WriteAllBytesAsync(ring, keys.Ring(), cancel);
            await File.WriteAllBytesAsync(file, bytes, cancel);
            if (signature is not null)
            {
                await File.WriteAllBytesAsync(signed, signature, cancel);
            }

            var (exit, _) = await Tool.AskAsync("gpgv", ["--homedir", place, "--keyring", ring, .. signature is null ? [] : (string[])[signed], file], cancel);
            return exit == 0;
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }
}
