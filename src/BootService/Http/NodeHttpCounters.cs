using System.Diagnostics.Metrics;
using BootService.Doors;

namespace BootService.Http;

/// <summary>Running totals of the nodes' HTTP side, shown as metrics.</summary>
internal sealed class NodeHttpCounters
{
    /// <summary>The meter's name, to be added to the collector.</summary>
    public const string MeterName = "BootService.Http";

    private long _open;
    private long _fileBytes;
    private long _slowReaders;
    private long _refused;
    private long _strangers;
    private long _files;
    private long _unchanged;
    private long _broken;
    private long _smallHits;
    private long _smallMisses;
    private readonly long[] _refusals = new long[600];

    /// <summary>Creates the totals and their instruments.</summary>
    public NodeHttpCounters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter("nodes.http.connections", () => Volatile.Read(ref _open), "{connection}", "Connections of nodes now open");
        meter.CreateObservableCounter(
            "nodes.http.connections.refused", () => Volatile.Read(ref _refused), "{connection}", "Connections closed at once because of a limit");
        meter.CreateObservableCounter(
            "nodes.http.strangers", () => Volatile.Read(ref _strangers), "{connection}", "Connections from addresses of no network of ours, closed at once");
        meter.CreateObservableUpDownCounter(
            "nodes.http.connections.waiting", () => Places?.Waiting ?? 0, "{connection}", "Connections beyond the limit, waiting for a place");
        meter.CreateObservableUpDownCounter(
            "nodes.http.files.waiting", () => LargeFiles?.Waiting ?? 0, "{file}", "Large files that come by driblets until it is their turn");
        meter.CreateObservableCounter(
            "nodes.http.files.waited", () => LargeFiles?.Waited ?? 0, "{file}", "Large files that had to wait for their turn");
        meter.CreateObservableCounter("nodes.http.files", () => Volatile.Read(ref _files), "{file}", "Files and ranges sent whole");
        meter.CreateObservableCounter("nodes.http.files.unchanged", () => Volatile.Read(ref _unchanged), "{file}", "Requests answered with 304");
        meter.CreateObservableCounter(
            "nodes.http.files.broken", () => Volatile.Read(ref _broken), "{file}", "Files cut off: changed on disk, or the reader left");
        meter.CreateObservableCounter("nodes.http.file.bytes", () => Volatile.Read(ref _fileBytes), "By", "Bytes sent from files");
        meter.CreateObservableCounter("nodes.http.slow.readers", () => Volatile.Read(ref _slowReaders), "{reader}", "Readers cut off for being too slow");
        meter.CreateObservableCounter("nodes.http.refusals", Refusals, "{request}", "Requests for files that were not served, by status");
        meter.CreateObservableCounter(
            "nodes.http.cache.hits", () => Volatile.Read(ref _smallHits), "{request}", "Requests that found their small file in memory");
        meter.CreateObservableCounter("nodes.http.cache.misses", () => Volatile.Read(ref _smallMisses), "{request}", "Requests that read their small file");
    }

    /// <summary>Who waits for a place among the connections; null before there are any.</summary>
    public FairTurns? Places { get; set; }

    /// <summary>Who waits for a turn among the large files; null before there are any.</summary>
    public FairTurns? LargeFiles { get; set; }

    /// <summary>Connections of nodes now open.</summary>
    public long Open => Volatile.Read(ref _open);

    /// <summary>Readers cut off for being too slow.</summary>
    public long SlowReaders => Volatile.Read(ref _slowReaders);

    /// <summary>Bytes sent from files.</summary>
    public long FileBytes => Volatile.Read(ref _fileBytes);

    /// <summary>Connections closed at once because of a limit.</summary>
    public long Refused => Volatile.Read(ref _refused);

    public void AddConnection(int change) => Interlocked.Add(ref _open, change);

    public void AddRefused() => Interlocked.Increment(ref _refused);

    public void AddStranger() => Interlocked.Increment(ref _strangers);

    public void AddFileBytes(long bytes) => Interlocked.Add(ref _fileBytes, bytes);

    public void AddSlowReader() => Interlocked.Increment(ref _slowReaders);

    public void AddFile() => Interlocked.Increment(ref _files);

    public void AddUnchanged() => Interlocked.Increment(ref _unchanged);

    public void AddBroken() => Interlocked.Increment(ref _broken);

    public void AddRefusal(int status) => Interlocked.Increment(ref _refusals[status]);

    public void AddSmallFile(bool kept) => Interlocked.Increment(ref kept ? ref _smallHits : ref _smallMisses);

    private IEnumerable<Measurement<long>> Refusals() =>
        from status in Enumerable.Range(0, _refusals.Length)
        let count = Volatile.Read(ref _refusals[status])
        where count > 0
        select new Measurement<long>(count, new KeyValuePair<string, object?>("status", status));
}
