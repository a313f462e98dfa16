using System.Collections.Concurrent;
using BootService.Core.Pallets;
using BootService.Settings;

namespace BootService.Pallets;

/// <summary>
/// Which content each pallet here has: the lists of their files, kept beside the pallets by their digests, where other frontends fetch them. Safe from any
/// thread.
/// </summary>
internal sealed class HeldPallets
{
    /// <summary>The folder of the lists, below that of the pallets.</summary>
    public const string Lists = ".manifests";

    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _changing = new(StringComparer.Ordinal);
    private readonly string _pallets;

    public HeldPallets(DataFolders folders)
    {
        _pallets = folders.PalletsDirectory;
        Directory.CreateDirectory(Path.Combine(_pallets, Lists));
        foreach (var list in Directory.GetFiles(Path.Combine(_pallets, Lists)))
        {
            var written = File.ReadAllBytes(list);
            if (PalletManifest.DigestOf(written) == Path.GetFileName(list) && PalletManifest.Parse(written) is { } manifest
                && Directory.Exists(PlaceOf(manifest.Folder)))
            {
                _digests[manifest.Folder] = Path.GetFileName(list);
            }
            else
            {
                File.Delete(list);
            }
        }
    }

    /// <summary>All that are here, each with its digest.</summary>
    public IEnumerable<(string Folder, string Digest)> All => _digests.Select(pair => (pair.Key, pair.Value));

    /// <summary>Where a pallet lies, or would.</summary>
    public string PlaceOf(string folder) => Path.Combine(_pallets, folder);

    /// <summary>Whether this very content is here.</summary>
    public bool Has(string folder, string digest) => DigestOf(folder) == digest;

    /// <summary>The digest of a pallet here; null when it is not here, or nobody looked into it.</summary>
    public string? DigestOf(string folder) => _digests.GetValueOrDefault(folder);

    /// <summary>The list of a pallet here; null when it is not here.</summary>
    public async Task<PalletManifest?> ReadAsync(string folder, CancellationToken cancel) =>
        DigestOf(folder) is { } digest ? PalletManifest.Parse(await File.ReadAllBytesAsync(ListOf(digest), cancel)) : null;

    /// <summary>Whether somebody is about to say that a pallet has another content.</summary>
    public bool IsChanging(string folder) => _changing.ContainsKey(folder);

    /// <summary>Says that a pallet is about to have another content, until what is returned is disposed of.</summary>
    public IDisposable Change(string folder)
    {
        _changing.AddOrUpdate(folder, 1, (_, count) => count + 1);
        return new Changing(this, folder);
    }

    /// <summary>Says that a pallet here has this content from now on.</summary>
    /// <returns>Its digest.</returns>
    public string Keep(PalletManifest manifest)
    {
        var written = manifest.Write();
        var digest = PalletManifest.DigestOf(written);
        var coming = ListOf($".{digest}");
        File.WriteAllBytes(coming, written);
        File.Move(coming, ListOf(digest), overwrite: true);
        var before = DigestOf(manifest.Folder);
        _digests[manifest.Folder] = digest;
        if (before is not null && before != digest)
        {
            File.Delete(ListOf(before));
        }

        return digest;
    }

    /// <summary>Says that a pallet is not here any more.</summary>
    public void Forget(string folder)
    {
        if (_digests.TryRemove(folder, out var digest))
        {
            File.Delete(ListOf(digest));
        }
    }

    private string ListOf(string name) => Path.Combine(_pallets, Lists, name);

    private sealed class Changing(HeldPallets held, string folder) : IDisposable
    {
        public void Dispose()
        {
            if (held._changing.AddOrUpdate(folder, 0, (_, count) => count - 1) <= 0)
            {
                held._changing.TryRemove(folder, out _);
            }
        }
    }
}
