using System.Collections.Concurrent;
using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Media.Pallets;
using BootService.Storage;

namespace BootService.Pallets;

/// <summary>Adds pallets where frontends share a database: what lies in each is read and said, before anybody knows of the pallet.</summary>
internal sealed class SharedPalletImport(PalletImport import, PalletReading reading, HeldPallets held, ISharedPallets shared, TimeProvider time) : IPalletImport
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, byte> _removed = new(StringComparer.Ordinal);

    /// <summary>The folders of the pallets that were removed here, until others were told.</summary>
    public ICollection<string> Removed => _removed.Keys;

    /// <summary>Others were told that a pallet was removed.</summary>
    public void Told(string folder) => _removed.TryRemove(folder, out _);

    /// <inheritdoc/>
    public async Task<ImmutableArray<Pallet>> ImportAsync(IncomingMedia media, Func<string, long, long, ValueTask> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var pallets = await import.ImportAsync(media, progress, cancel);
        foreach (var key in pallets.Select(pallet => pallet.Key))
        {
            using var changing = held.Change(key.Folder);
            Told(key.Folder);
            try
            {
                var manifest = await ReadAsync(key, progress, cancel);
                await shared.AnnounceAsync(new PalletContent(key.Folder, held.Keep(manifest), manifest.Octets), isNew: true, cancel);
            }
            catch (Exception fault) when (fault is StorageException or IOException or UnauthorizedAccessException)
            {
                throw new RefusedException(fault.Message.ReplaceLineEndings(" ").TrimEnd('.'));
            }
        }

        return pallets;
    }

    /// <inheritdoc/>
    public void Announce(IEnumerable<PalletKey> leaving) => import.Announce(leaving);

    /// <inheritdoc/>
    public void Settle(IEnumerable<PalletKey> keys) => import.Settle(keys);

    /// <inheritdoc/>
    public void Delete(PalletKey key)
    {
        held.Forget(key.Folder);
        _removed[key.Folder] = 0;
        import.Delete(key);
    }

    /// <summary>Deletes the files of a pallet that was removed at another frontend.</summary>
    public void DeleteHere(string folder)
    {
        held.Forget(folder);
        if (folder.Split('/') is [var name, var version, var os, var arch])
        {
            import.Delete(new PalletKey(name, version, os, arch));
        }
    }

    /// <inheritdoc/>
    public int Sweep(IEnumerable<PalletKey> known) => import.Sweep(known);

    private async Task<PalletManifest> ReadAsync(PalletKey key, Func<string, long, long, ValueTask> progress, CancellationToken cancel)
    {
        var done = 0L;
        var work = Task.Run(() => reading.ReadAsync(key.Folder, read => Interlocked.Add(ref done, read), cancel), CancellationToken.None);
        while (await Task.WhenAny(work, Task.Delay(Pace, time, cancel)) != work && !cancel.IsCancellationRequested)
        {
            await progress($"Reading \"{key.Name}\" ({key.Version},{key.Arch}) for other frontends ...", Interlocked.Read(ref done), 0);
        }

        return await work;
    }
}
