using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using BootService.Core;
using BootService.Core.Iso;
using BootService.Core.Pallets;
using BootService.Files;
using BootService.Platform.Files;

namespace BootService.Pallets;

/// <summary>
/// A pallet on its way here from other frontends: file by file into a hidden folder, each held to its digest, and what a machine asks for first. A stop
/// leaves what has come; the next start goes on from there.
/// </summary>
/// <param name="content">What is to come.</param>
/// <param name="held">What is here.</param>
/// <param name="peers">Fetches.</param>
/// <param name="sources">The frontends that have it, now.</param>
/// <param name="time">The clock.</param>
/// <param name="free">How many octets the disk has room for; null to ask it.</param>
internal sealed class ArrivingPallet(PalletContent content, HeldPallets held, PeerFiles peers, Func<IReadOnlyList<PalletSource>> sources, TimeProvider time,
    Func<long>? free = null) : IDisposable
{
    /// <summary>How the hidden folders begin.</summary>
    public const string Prefix = ".fetching-";

    private const string Nobody = "no frontend that is up has it";
    private const int AtOnce = 2;
    private const int MostPauses = 30;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookForRoom = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _faults = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _folder = Path.Combine(held.PlaceOf(string.Empty), Prefix + content.Digest[..16]);
    private volatile Listed? _files;
    private bool _isOver;
    private long _octets;
    private string? _fault;

    // The source's own is not to be asked for once it is over.
    private CancellationToken Stopped => _isOver ? new CancellationToken(canceled: true) : _stop.Token;

    /// <summary>What is to come.</summary>
    public PalletContent Content => content;

    /// <summary>How much has come, in hundredths.</summary>
    public int Percent => content.Octets == 0 ? 0 : (int)Math.Clamp(Interlocked.Read(ref _octets) * 100 / content.Octets, 0, 99);

    /// <summary>Why it gets no further; null when it does.</summary>
    public string? Fault => _faults.Values.FirstOrDefault() ?? _fault;

    /// <summary>Fetches all of it and puts it into its place.</summary>
    /// <returns>Whether it is there now.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, Stopped);
        try
        {
            var manifest = await ListAsync(stop.Token);
            Prepare(manifest, stop.Token);
            await RoomAsync(manifest, stop.Token);
            for (var tried = 1; !await FetchAllAsync(manifest, stop.Token); tried++)
            {
                // A file that came damaged is as long the next time.
                await Task.Delay(Pause * Math.Min(tried, MostPauses), time, stop.Token);
            }

            TakePlace(manifest);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or RefusedException)
        {
            _fault = fault.Message.ReplaceLineEndings(" ").TrimEnd('.');
            return false;
        }
        finally
        {
            _listed.TrySetResult();
        }
    }

    /// <summary>Looks a name of the pallet up. What has not come is fetched at once, before the rest.</summary>
    /// <param name="name">In its normal form; empty for the pallet's folder.</param>
    public BootFile Find(ReadOnlySpan<char> name)
    {
        if (_files is not { } files)
        {
            return _fault is { } fault ? new BootFile.Failed(fault) : new BootFile.Reading(_listed.Task);
        }

        if (files.Come.Find(name) is not BootFile.Missing and var come)
        {
            return come;
        }

        return DiscLinks.Follow(files.Entries, name.ToString()) is not { Kind: IsoKind.File, Path: var path } ? new BootFile.Missing("file not found")
            : _faults.TryGetValue(path, out var why) ? new BootFile.Failed(why)
            : new BootFile.Reading(Begin(files.ByPath[path]));
    }

    /// <summary>Ends it, where it is under way; what has come stays for the next time.</summary>
    /// <remarks>Its folder stays open: a thread that answers machines may be at it, and a pallet comes once.</remarks>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, true))
        {
            return;
        }

        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<PalletManifest> ListAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            // Who has just added it says so within two seconds.
            _fault = time.GetElapsedTime(began) > Grace ? Nobody : null;
            foreach (var source in sources())
            {
                try
                {
                    var manifest = await peers.ListAsync(source, content.Folder, content.Digest, cancel);
                    _fault = null;
                    return manifest;
                }
                catch (RefusedException refused)
                {
                    _fault = refused.Message;
                }
            }

            await Task.Delay(Look, time, cancel);
        }
    }

    // What came before a stop is only believed when it still is what it was.
    private void Prepare(PalletManifest manifest, CancellationToken cancel)
    {
        var tree = Directory.CreateDirectory(Path.Combine(_folder, "tree")).FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "parts"));
        foreach (var file in manifest.Files)
        {
            var path = Path.Combine(tree, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (file.Target is { } target)
            {
                File.Delete(path);
                File.CreateSymbolicLink(path, target);
            }
            else if (IsWhole(path, file, cancel))
            {
                Interlocked.Add(ref _octets, file.Size);
            }
            else
            {
                File.Delete(path);
            }
        }

        _files = new Listed(manifest, new BootFolder(tree));
        _listed.TrySetResult();
    }

    // Where not all of it has room, what machines ask for still comes: a loader, a kernel and its RAM disk are small beside the packages.
    private async Task RoomAsync(PalletManifest manifest, CancellationToken cancel)
    {
        while (manifest.Octets - Interlocked.Read(ref _octets) - PartsThere() is var missing && missing > Free())
        {
            // One sentence however long it stays so: files that come meanwhile change what is free, and nothing of what is to be done.
            _fault ??= $"{held.PlaceOf(string.Empty)} has room for {Free() >> 20} MB and this needs {missing >> 20} MB: make room there, or remove another "
                + "pallet; until then files come one by one, as machines ask for them";
            await Task.Delay(LookForRoom, time, cancel);
            foreach (var file in manifest.Files.Where(file => _faults.ContainsKey(file.Path)))
            {
                await Begin(file).WaitAsync(cancel);
            }
        }

        _fault = null;
    }

    private long Free() => free?.Invoke() ?? new DriveInfo(held.PlaceOf(string.Empty)).AvailableFreeSpace;

    private long PartsThere() => new DirectoryInfo(Path.Combine(_folder, "parts")).EnumerateFiles().Sum(part => part.Length);

    private async Task<bool> FetchAllAsync(PalletManifest manifest, CancellationToken cancel)
    {
        var isWhole = true;
        await Parallel.ForEachAsync(
            manifest.Files.Where(file => file.Target is null), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (file, stop) =>
            {
                if (!await Begin(file).WaitAsync(stop))
                {
                    Volatile.Write(ref isWhole, false);
                }
            });
        return isWhole;
    }

    /// <summary>Fetches a file, once for all who want it; whether it is here then. It never throws.</summary>
    private Task<bool> Begin(PalletFile file) =>
        _underWay.GetOrAdd(file.Path, _ => new Lazy<Task<bool>>(() => Task.Run(() => FetchAsync(file, Stopped), CancellationToken.None))).Value;

    private async Task<bool> FetchAsync(PalletFile file, CancellationToken cancel)
    {
        try
        {
            var place = Path.Combine(_folder, "tree", file.Path);
            if (File.Exists(place))
            {
                return true;
            }

            var part = Path.Combine(_folder, "parts", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Path)))[..32]);
            if (!CopyOwn(file, part, cancel))
            {
                CheckRoom(file, part);
                await FetchPartAsync(file, part, cancel);
            }

            using (var written = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(written);
            }

            File.Move(part, place);
            _faults.TryRemove(file.Path, out _);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or RefusedException)
        {
            _faults[file.Path] = fault.Message.ReplaceLineEndings(" ").TrimEnd('.');
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            _underWay.TryRemove(file.Path, out _);
        }
    }

    // A file that is begun and cannot be ended would take the room of those that can.
    private void CheckRoom(PalletFile file, string part)
    {
        var room = Free() + (File.Exists(part) ? new FileInfo(part).Length : 0);
        if (file.Size > room)
        {
            throw new RefusedException(
                $"{held.PlaceOf(string.Empty)} has room for {room >> 20} MB and {file.Path} needs {file.Size >> 20} MB: make room there, or remove "
                    + "another pallet");
        }
    }

    private async Task FetchPartAsync(PalletFile file, string part, CancellationToken cancel)
    {
        var why = Nobody;
        foreach (var source in sources())
        {
            try
            {
                await using (var into = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite))
                {
                    if (into.Length < file.Size || into.Length == 0)
                    {
                        Interlocked.Add(ref _octets, into.Length);
                        await peers.FetchAsync(source, $"{content.Folder}/{file.Path}", into, file.Size, read => Interlocked.Add(ref _octets, read), cancel);
                    }
                }

                if (IsWhole(part, file, cancel))
                {
                    return;
                }

                File.Delete(part);
                Interlocked.Add(ref _octets, -file.Size);
                why = $"{file.Path} at {source.Name} is not what it was when the pallet was added: add the pallet there again";
            }
            catch (RefusedException refused)
            {
                why = refused.Message;
            }
        }

        throw new RefusedException(why);
    }

    // A pallet that was here in another content has most of it already.
    private bool CopyOwn(PalletFile file, string part, CancellationToken cancel)
    {
        var own = Path.Combine(held.PlaceOf(content.Folder), file.Path);
        if (!IsWhole(own, file, cancel))
        {
            return false;
        }

        File.Copy(own, part, overwrite: true);
        Interlocked.Add(ref _octets, file.Size);
        return IsWhole(part, file, cancel);
    }

    private static bool IsWhole(string path, PalletFile file, CancellationToken cancel) =>
        RegularFile.LookAtName(path) is { Kind: FileKind.Regular } state && state.Length == file.Size
            && PalletReading.DigestOf(path, file.Size, cancel) == file.Digest;

    // Between the two moves the pallet is served from where it came to: that folder is open.
    private void TakePlace(PalletManifest manifest)
    {
        using var changing = held.Change(content.Folder);
        var (place, before) = (held.PlaceOf(content.Folder), Path.Combine(_folder, "before"));
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (Directory.Exists(place))
        {
            Directory.Move(place, before);
        }

        Directory.Move(Path.Combine(_folder, "tree"), place);
        held.Keep(manifest);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The list, and the folder of what has come.</summary>
    private sealed class Listed(PalletManifest manifest, BootFolder come)
    {
        public BootFolder Come => come;

        public FrozenDictionary<string, PalletFile> ByPath { get; } = manifest.Files.ToFrozenDictionary(file => file.Path, StringComparer.Ordinal);

        public FrozenDictionary<string, IsoEntry> Entries { get; } = manifest.Files.Select(file => file.Target is { } target
            ? new IsoEntry(file.Path, IsoKind.Link) { Target = target }
            : new IsoEntry(file.Path, IsoKind.File) { Length = file.Size })
            .Concat(
                manifest.Files.SelectMany(file => FolderTree.Above(file.Path)).Distinct(StringComparer.Ordinal)
                    .Select(folder => new IsoEntry(folder, IsoKind.Folder)))
            .ToFrozenDictionary(entry => entry.Path, StringComparer.Ordinal);
    }
}
