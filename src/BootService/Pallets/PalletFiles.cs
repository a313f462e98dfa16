using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Files;
using BootService.Platform.Files;
using BootService.Settings;

namespace BootService.Pallets;

/// <summary>The files of pallets: those in their folders, and those that stayed on the image a pallet is served from. Safe from any thread.</summary>
/// <remarks>
/// A pallet's folder says by a link which image that is. Each look asks the file system, so that a link or an image that changes counts at once.
/// </remarks>
/// <param name="folders">Where they lie.</param>
/// <param name="arriving">Pallets that are on their way here from other frontends; null where there are none.</param>
internal sealed class PalletFiles(DataFolders folders, ArrivingPallets? arriving = null) : IDisposable
{
    private const int LongestTarget = 4096;

    private readonly BootFolder _folder = new(folders.PalletsDirectory);
    private readonly Lock _reading = new();
    private readonly ConcurrentDictionary<string, Lazy<Task>> _beingRead = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<string, Served> _served = FrozenDictionary<string, Served>.Empty;

    /// <summary>Looks a name below <c>pallets/</c> up; waits where an image has to be read first. Not for packet threads.</summary>
    /// <param name="name">In its normal form; empty for the folder itself.</param>
    public BootFile Find(ReadOnlySpan<char> name) => Find(name, mayWait: true);

    /// <summary>The same without waiting: an image that has to be read first is read elsewhere (<see cref="BootFile.Reading"/>).</summary>
    /// <inheritdoc cref="Find(ReadOnlySpan{char})"/>
    public BootFile FindNow(ReadOnlySpan<char> name) => Find(name, mayWait: false);

    /// <summary>Why a pallet that is served from an image cannot be; null when it can, or when its files lie in its folder.</summary>
    /// <param name="folder">The pallet's folder, below that of all pallets.</param>
    public string? Fault(string folder) => (FindOnImage(folder, [], mayWait: true) as BootFile.Failed)?.Why;

    /// <summary>Closes the folder.</summary>
    public void Dispose() => _folder.Dispose();

    private BootFile Find(ReadOnlySpan<char> name, bool mayWait)
    {
        var found = _folder.Find(name);
        if (found is not (BootFile.Missing or BootFile.Directory) || !TrySplit(name, out var folder, out var rest))
        {
            return found;
        }

        var elsewhere = FindOnImage(folder, rest, mayWait) ?? (found is BootFile.Missing ? arriving?.Find(folder, rest) : null);
        return mayWait && elsewhere is BootFile.Reading ? new BootFile.Failed(ArrivingPallets.OnItsWay) : elsewhere ?? found;
    }

    private BootFile? FindOnImage(ReadOnlySpan<char> folder, ReadOnlySpan<char> rest, bool mayWait)
    {
        Span<char> link = stackalloc char[folder.Length + 1 + PalletOnDisc.Link.Length];
        folder.CopyTo(link);
        link[folder.Length] = '/';
        PalletOnDisc.Link.CopyTo(link[(folder.Length + 1)..]);
        Span<byte> target = stackalloc byte[LongestTarget];
        target = target[.._folder.ReadLink(link, target)];
        if (target.IsEmpty)
        {
            return null;
        }

        var served = _served.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(folder, out var known) && target.SequenceEqual(known.Target) ? known : null;
        if (served?.IsCurrent() is not true)
        {
            if (!mayWait)
            {
                return new BootFile.Reading(BeginReading(folder.ToString(), target.ToArray()));
            }

            served = Read(folder.ToString(), target);
        }

        return served.Image is null ? new BootFile.Failed(served.Why!) : served.Image.Find(rest);
    }

    /// <summary>Reads an image on a thread of the pool, once for all who ask meanwhile.</summary>
    private Task BeginReading(string folder, byte[] target)
    {
        var begun = new Lazy<Task>(() => Task.Run(() =>
        {
            try
            {
                Read(folder, target);
            }
            finally
            {
                _beingRead.TryRemove(folder, out _);
            }
        }));
        return _beingRead.GetOrAdd(folder, begun).Value;
    }

    /// <summary>Reads an image anew; whoever asks meanwhile waits and finds it read.</summary>
    private Served Read(string folder, ReadOnlySpan<byte> target)
    {
        lock (_reading)
        {
            if (_served.TryGetValue(folder, out var known) && target.SequenceEqual(known.Target) && known.IsCurrent())
            {
                return known;
            }

            var served = Open(folder, target.ToArray());
            _served = _served.Where(pair => pair.Key != folder).Append(KeyValuePair.Create(folder, served)).ToFrozenDictionary(StringComparer.Ordinal);
            return served;
        }
    }

    private Served Open(string folder, byte[] target)
    {
        var path = Encoding.UTF8.GetString(target);
        var terminated = Encoding.UTF8.GetBytes(path + '\0');
        var seen = LinuxFiles.TryState(terminated, out var state) ? state.Version : default(FileVersion?);
        Served Cannot(string why) => new(target, terminated, seen, null, why);
        if (seen is null)
        {
            return Cannot($"the image {path}, from which this pallet is served, is gone: put it back, or add the pallet again from where it is now");
        }

        try
        {
            var image = PalletImage.Read(path, folder);
            return Other(folder, image) is { } other
                ? Cannot($"{path} is not the image any more that this pallet was added from ({other} differs): put that one back, or add the pallet again")
                : new Served(target, terminated, image.Version, image, null);
        }
        catch (RefusedException fault)
        {
            return Cannot(fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Cannot($"the image of this pallet cannot be read: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }

    /// <summary>The first of the files copied from the image that the image has no longer, or in another length; null when all are there.</summary>
    private string? Other(string folder, PalletImage image)
    {
        var root = Path.Combine(folders.PalletsDirectory, folder);
        foreach (var file in FolderTree.Entries(root).Where(entry => entry.State.Kind is FileKind.Regular))
        {
            var name = file.Name;
            if (!image.Entries.TryGetValue(name, out var entry) || entry.Length != file.State.Length)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Parts a name behind name, version, system and architecture.</summary>
    private static bool TrySplit(ReadOnlySpan<char> name, out ReadOnlySpan<char> folder, out ReadOnlySpan<char> rest)
    {
        const int Parts = 4;
        folder = name;
        rest = default;
        var end = -1;
        for (var part = 0; part < Parts; part++)
        {
            var slash = name[(end + 1)..].IndexOf('/');
            if (slash < 0)
            {
                return part == Parts - 1 && end + 1 < name.Length;
            }

            end += 1 + slash;
        }

        folder = name[..end];
        rest = name[(end + 1)..];
        return true;
    }

    /// <summary>What is known of a pallet's image.</summary>
    /// <param name="Target">Where its link leads, as it is written.</param>
    /// <param name="Path">The same with a closing zero.</param>
    /// <param name="Seen">What was there; null for nothing.</param>
    /// <param name="Image">What lies on it; null when it cannot be used.</param>
    /// <param name="Why">Why it cannot.</param>
    private sealed record Served(byte[] Target, byte[] Path, FileVersion? Seen, PalletImage? Image, string? Why)
    {
        public bool IsCurrent() => (LinuxFiles.TryState(Path, out var state) ? state.Version : default(FileVersion?)) == Seen;
    }
}
