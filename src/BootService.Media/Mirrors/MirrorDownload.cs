using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Media.Pallets;

namespace BootService.Media.Mirrors;

/// <summary>Fetches the packages of a repository into a folder, several at once; what is there and right is not fetched again.</summary>
/// <param name="web">Fetches.</param>
/// <param name="folder">The folder of packages.</param>
/// <param name="connections">How many at once.</param>
/// <param name="time">The clock.</param>
internal sealed class MirrorDownload(MirrorWeb web, string folder, int connections, TimeProvider time)
{
    private const int MostFaultsSaid = 20;
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
            stop => FetchAsync(listing.Url, packages, stop),
            () => report.ProgressAsync(Text(name, packages.Length, total, time.GetElapsedTime(begun)), total > 0 ? web.Received + Interlocked.Read(ref _kept) : _done, total > 0 ? total : packages.Length),
            time,
            cancel);
        if (_faults.Count > 0)
        {
            _faults.Take(MostFaultsSaid).ToList().ForEach(report.Fault);
            throw new RefusedException($"{_faults.Count} of {packages.Length} packages of {name} could not be fetched; what was fetched stays in {folder}: run the command again for the rest");
        }
    }

    /// <summary>The address of a package; it stays with the repository's own kind of address, whatever its metadata say.</summary>
    /// <exception cref="RefusedException">It leads elsewhere.</exception>
    public static Uri AddressOf(Uri repository, RpmPackage package)
    {
        var location = package.Location.Contains("://", StringComparison.Ordinal) ? package.Location : string.Join('/', package.Location.Split('/').Select(Uri.EscapeDataString));
        return Uri.TryCreate(repository, location, out var address)
            && (repository.IsFile ? repository.IsBaseOf(address) : address.Scheme is "http" or "https")
            && package.FileName is not (['.', ..] or [])
            && package.FileName.EndsWith(".rpm", StringComparison.Ordinal) && !package.FileName.AsSpan().ContainsAny('\0', '\n')
                ? address
                : throw new RefusedException($"{repository} names a package at {package.Location}, which no package can be at");
    }

    private Task FetchAsync(Uri repository, ImmutableArray<RpmPackage> packages, CancellationToken cancel)
    {
        // One look at the folder in place of several for each package.
        var present = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal);
        return WebConnections.RunAsync(connections, packages, package => Fetch(repository, package, present, cancel), cancel);
    }

    private void Fetch(Uri repository, RpmPackage package, HashSet<string> present, CancellationToken cancel)
    {
        try
        {
            var path = Path.Combine(folder, package.FileName);
            var address = AddressOf(repository, package);
            if (present.Contains(package.FileName) && MirrorWeb.Fault(path, package.Size, package.Checksum, cancel) is null)
            {
                Interlocked.Add(ref _kept, package.Size);
            }
            else
            {
                var begun = present.Contains(package.FileName + ".part");
                Interlocked.Add(ref _kept, begun ? new FileInfo(path + ".part").Length : 0);
                web.FetchAsync(address, path, package.Size, package.Checksum, begun, cancel).GetAwaiter().GetResult();
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

    private string Text(string name, int packages, long total, TimeSpan taken) =>
        $"Mirroring {name}: {Volatile.Read(ref _done)} of {packages} packages{TransferRate.Of(web.Received, total - Interlocked.Read(ref _kept), taken)}";
}
