using System.Collections.Immutable;
using BootService.Core;
using BootService.Media.Work;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>A file of a repository that is to be fetched.</summary>
/// <param name="Name">Where it goes below the folder of the mirror.</param>
/// <param name="Addresses">Where it is, to be asked one after the other.</param>
/// <param name="File">What it is to be.</param>
internal sealed record WantedFile(string Name, ImmutableArray<Uri> Addresses, FetchedFile File);

/// <summary>Fetches the files of a repository into a folder, several at once; what is there and right is not fetched again.</summary>
/// <param name="web">Fetches.</param>
/// <param name="folder">The folder.</param>
/// <param name="connections">How many at once.</param>
/// <param name="time">The clock.</param>
internal sealed class FileDownload(MirrorWeb web, string folder, int connections, TimeProvider time)
{
    private const int MostFaultsSaid = 20;

    private readonly List<string> _faults = [];
    private int _done;
    private long _kept;

    /// <summary>Fetches all that can be.</summary>
    /// <exception cref="RefusedException">Some cannot; each is named.</exception>
    public async Task RunAsync(IReadOnlyList<WantedFile> files, string name, IWorkReport report, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        foreach (var below in files.Select(file => Path.GetDirectoryName(file.Name)).Where(below => !string.IsNullOrEmpty(below))
            .Distinct(StringComparer.Ordinal))
        {
            Directory.CreateDirectory(Path.Combine(folder, below!));
        }

        var total = files.Sum(file => file.File.Size);
        var begun = time.GetTimestamp();
        await Watched.RunAsync(
            stop => FetchAsync(files, stop),
            () => report.ProgressAsync(
                Text(name, files.Count, total, time.GetElapsedTime(begun)), total > 0 ? web.Received + Interlocked.Read(ref _kept) : _done,
                total > 0 ? total : files.Count),
            time,
            cancel);
        if (_faults.Count > 0)
        {
            _faults.Take(MostFaultsSaid).ToList().ForEach(report.Fault);
            throw new RefusedException(
                $"{_faults.Count} of {files.Count} packages of {name} could not be fetched; what was fetched stays in {folder}: run the command again for "
                    + "the rest");
        }
    }

    private Task FetchAsync(IReadOnlyList<WantedFile> files, CancellationToken cancel)
    {
        // One look at each folder in place of several for each file.
        var present = files.Select(file => Path.GetDirectoryName(file.Name)!).Distinct(StringComparer.Ordinal)
            .SelectMany(below => Directory.EnumerateFiles(Path.Combine(folder, below)).Select(path => Path.Combine(below, Path.GetFileName(path))))
            .ToHashSet(StringComparer.Ordinal);
        return WebConnections.RunAsync(connections, files, file => Fetch(file, present, cancel), cancel);
    }

    private void Fetch(WantedFile wanted, HashSet<string> present, CancellationToken cancel)
    {
        try
        {
            var path = Path.Combine(folder, wanted.Name);
            if (present.Contains(wanted.Name) && RegularFile.Look(path).Kind is FileKind.Regular && wanted.File.Fault(path, cancel) is null)
            {
                Interlocked.Add(ref _kept, wanted.File.Size);
            }
            else
            {
                var begun = present.Contains(wanted.Name + ".part");
                Interlocked.Add(ref _kept, begun ? new FileInfo(path + ".part").Length : 0);
                FetchFromAny(wanted, path, begun, cancel);
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
    private void FetchFromAny(WantedFile wanted, string path, bool begun, CancellationToken cancel)
    {
        for (var at = 0; ; at++)
        {
            try
            {
                web.FetchAsync(wanted.Addresses[at], path, wanted.File, begun, cancel).GetAwaiter().GetResult();
                return;
            }
            catch (RefusedException) when (at + 1 < wanted.Addresses.Length)
            {
                begun = File.Exists(path + ".part");
            }
        }
    }

    private string Text(string name, int packages, long total, TimeSpan taken) =>
        $"Mirroring {name}: {Volatile.Read(ref _done)} of {packages} packages{TransferRate.Of(web.Received, total - Interlocked.Read(ref _kept), taken)}";
}
