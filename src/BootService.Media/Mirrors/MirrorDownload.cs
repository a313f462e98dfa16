using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Media.Work;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>Fetches the packages of a repository into a folder, several at once; what is there and right is not fetched again.</summary>
/// <param name="web">Fetches.</param>
/// <param name="folder">The folder of packages.</param>
/// <param name="connections">How many at once.</param>
/// <param name="time">The clock.</param>
internal sealed class MirrorDownload(MirrorWeb web, string folder, int connections, TimeProvider time)
{
    private const int MostFaultsSaid = 20;

    /// <summary>Bytes of a package whose length nobody states.</summary>
    private const long MostUnstated = 4L << 30;

    private readonly List<string> _faults = [];
    private int _done;
    private long _kept;

    /// <summary>Fetches all packages that can be.</summary>
    /// <exception cref="RefusedException">Some cannot; each is named.</exception>
    public async Task RunAsync(MirrorListing listing, ImmutableArray<RpmPackage> packages, string name, IWorkReport report, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var total = packages.Sum(package => package.Size);
        var begun = time.GetTimestamp();
        await Watched.RunAsync(
            stop => FetchAsync([listing.Url, .. listing.Others], packages, stop),
            () => report.ProgressAsync(Text(name, packages.Length, total, time.GetElapsedTime(begun)), total > 0 ? web.Received + Interlocked.Read(ref _kept) : _done, total > 0 ? total : packages.Length),
            time,
            cancel);
        if (_faults.Count > 0)
        {
            _faults.Take(MostFaultsSaid).ToList().ForEach(report.Fault);
            throw new RefusedException($"{_faults.Count} of {packages.Length} packages of {name} could not be fetched; what was fetched stays in {folder}: run the command again for the rest");
        }
    }

    /// <summary>The address of a package: where the repository lies, or where its metadata say that packages do. A repository of files keeps to itself.</summary>
    /// <exception cref="RefusedException">It leads elsewhere.</exception>
    public static Uri AddressOf(Uri repository, RpmPackage package)
    {
        var location = package.Location.Contains("://", StringComparison.Ordinal) ? package.Location : string.Join('/', package.Location.Split('/').Select(Uri.EscapeDataString));
        return Uri.TryCreate(repository, package.Base is { } other && !other.EndsWith('/') ? other + "/" : package.Base ?? string.Empty, out var place)
            && Uri.TryCreate(place, location, out var address)
            && (repository.IsFile ? repository.IsBaseOf(address) : address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
            && package.FileName is not (['.', ..] or [])
            && package.FileName.EndsWith(".rpm", StringComparison.Ordinal) && !package.FileName.AsSpan().ContainsAny('\0', '\n')
                ? address
                : throw new RefusedException($"{repository} names a package at {package.Base}{package.Location}, which no package can be at");
    }

    private Task FetchAsync(ImmutableArray<Uri> repositories, ImmutableArray<RpmPackage> packages, CancellationToken cancel)
    {
        // One look at the folder in place of several for each package.
        var present = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal);
        return WebConnections.RunAsync(connections, packages, package => Fetch(repositories, package, present, cancel), cancel);
    }

    private void Fetch(ImmutableArray<Uri> repositories, RpmPackage package, HashSet<string> present, CancellationToken cancel)
    {
        try
        {
            var path = Path.Combine(folder, package.FileName);
            var file = new FetchedFile(package.Size, package.Checksum) { Most = MostUnstated };
            ImmutableArray<Uri> addresses = [.. repositories.Select(repository => AddressOf(repository, package)).Distinct()];
            if (present.Contains(package.FileName) && RegularFile.Look(path).Kind is FileKind.Regular && file.Fault(path, cancel) is null)
            {
                Interlocked.Add(ref _kept, package.Size);
            }
            else
            {
                var begun = present.Contains(package.FileName + ".part");
                Interlocked.Add(ref _kept, begun ? new FileInfo(path + ".part").Length : 0);
                FetchFromAny(addresses, path, file, begun, cancel);
            }

            Interlocked.Increment(ref _done);
        }
        catch (RefusedException fault)
        {
            lock (_faults)
            {
                _faults.Add(fault.Message);
            }
        }
    }

    /// <summary>Asks one mirror after the other; what the last says counts.</summary>
    private void FetchFromAny(ImmutableArray<Uri> addresses, string path, FetchedFile file, bool begun, CancellationToken cancel)
    {
        for (var at = 0; ; at++)
        {
            try
            {
                web.FetchAsync(addresses[at], path, file, begun, cancel).GetAwaiter().GetResult();
                return;
            }
            catch (RefusedException) when (at + 1 < addresses.Length)
            {
                begun = File.Exists(path + ".part");
            }
        }
    }

    private string Text(string name, int packages, long total, TimeSpan taken) =>
        $"Mirroring {name}: {Volatile.Read(ref _done)} of {packages} packages{TransferRate.Of(web.Received, total - Interlocked.Read(ref _kept), taken)}";
}
