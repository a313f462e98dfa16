using BootService.Core.Dhcp;
using Microsoft.Win32.SafeHandles;

namespace BootService.Dhcp;

/// <summary>Leases on disk: an append log in groups, one fdatasync each, and a snapshot in the background whenever the log is full.</summary>
/// <remarks>
/// A full log is left for the other one, and a snapshot of the leases is written meanwhile; when it is on disk the full log may be used again.
/// Each start reads both, writes a snapshot and begins a new generation.
/// </remarks>
internal sealed partial class LeaseLog : ILeaseJournal, IDisposable
{
    private readonly LeaseFiles _files;
    private readonly Func<IReadOnlyCollection<StoredLease>> _current;
    private readonly ILogger _log;
    private byte[] _pending = new byte[256 * LeaseRecord.Length];
    private byte[] _sealed = new byte[256 * LeaseRecord.Length];
    private int _count;
    private int _sealedCount;
    private uint _generation;
    private SafeFileHandle? _file;
    private int _written;
    private Task _snapshot = Task.CompletedTask;
    private volatile string? _broken;
    private volatile bool _isTrialWanted;

    private LeaseLog(LeaseFiles files, uint generation, Func<IReadOnlyCollection<StoredLease>> current, ILogger log)
    {
        _files = files;
        _generation = generation;
        _current = current;
        _log = log;
    }

    /// <inheritdoc/>
    public bool HasPending => _count > 0 || _isTrialWanted;

    /// <inheritdoc/>
    public string? WhyNotKept => _broken;

    /// <inheritdoc/>
    public void TryAgain() => _isTrialWanted = true;

    /// <summary>
    /// Opens the leases of a folder. Files that are damaged are put aside and told; a disk that takes nothing stops no start: until it does, no pool address is
    /// acknowledged.
    /// </summary>
    /// <param name="directory">The data directory; must exist.</param>
    /// <param name="current">Every lease as it stands, for snapshots; called on the thread that seals.</param>
    /// <param name="log">For what the disk refuses.</param>
    /// <param name="leases">What was stored.</param>
    /// <exception cref="IOException">The folder cannot be used; the message says why.</exception>
    public static LeaseLog Open(string directory, Func<IReadOnlyCollection<StoredLease>> current, ILogger log, out IReadOnlyCollection<StoredLease> leases)
    {
        var files = new LeaseFiles(directory);
        var found = files.Load();
        leases = found.Leases;
        var opened = new LeaseLog(files, found.Generation + 1, current, log);
        foreach (var fault in found.Faults)
        {
            opened.LogDamaged(fault);
        }

        opened.Guarded(() => opened.Begin(found));
        return opened;
    }

    /// <inheritdoc/>
    public void Add(StoredLease lease)
    {
        if ((_count + 1) * LeaseRecord.Length > _pending.Length)
        {
            Array.Resize(ref _pending, _pending.Length * 2);
        }

        LeaseRecord.Write(_pending.AsSpan(_count++ * LeaseRecord.Length, LeaseRecord.Length), _generation, lease);
    }

    /// <inheritdoc/>
    public void Seal()
    {
        (_pending, _sealed) = (_sealed, _pending);
        _sealedCount = _count;
        _count = 0;
        _isTrialWanted = false;
        if (_written + _sealedCount > LeaseFiles.LogRecords)
        {
            Guarded(Turn);
        }
    }

    /// <inheritdoc/>
    public bool Commit() => Guarded(Write);

    // The other log may hold what no snapshot does: only when there is a new one does another generation begin. Else the last one goes on.
    private void Begin(LeasesFound found)
    {
        try
        {
            _files.SaveSnapshot(found.Leases, found.Generation);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException && found.Generation > 0)
        {
            (_generation, _written) = (found.Generation, found.Used > 0 ? found.Used : LeaseFiles.LogRecords);
            throw;
        }

        _file = _files.OpenLog(_generation);
    }

    private void Write()
    {
        if (_written + _sealedCount > LeaseFiles.LogRecords)
        {
            throw new IOException("the log is full and the other one cannot be opened");
        }

        _file ??= _files.OpenLog(_generation);
        RandomAccess.Write(_file, _sealed.AsSpan(0, _sealedCount * LeaseRecord.Length), (long)_written * LeaseRecord.Length);
        LeaseFiles.Sync(_file);
        _written += _sealedCount;
        _sealedCount = 0;
        _broken = null;
    }

    private bool Guarded(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (_broken is null)
            {
                LogRefused(refused.Message);
            }

            _broken = refused.Message.ReplaceLineEndings(" ").TrimEnd('.');
            return false;
        }
    }

    /// <summary>Waits for a snapshot that is being written, and closes the log.</summary>
    public void Dispose()
    {
        _snapshot.Wait();
        _file?.Dispose();
    }

    // The other log was last used two generations ago; the snapshot that stands for it must be on disk before it is overwritten.
    private void Turn()
    {
        _snapshot.Wait();
        if (_snapshot.IsFaulted)
        {
            throw new IOException("the last snapshot of the leases could not be written");
        }

        // What is sealed and added is in the leases already, so the snapshot may stand for it too.
        var full = _generation;
        var next = _files.OpenLog(full + 1);
        _file?.Dispose();
        _file = next;
        _generation = full + 1;
        _written = 0;
        Restamp(_sealed.AsSpan(0, _sealedCount * LeaseRecord.Length), _generation);
        var leases = _current();
        _snapshot = Task.Run(() => _files.SaveSnapshot(leases, full));
    }

    private static void Restamp(Span<byte> records, uint generation)
    {
        for (; !records.IsEmpty; records = records[LeaseRecord.Length..])
        {
            LeaseRecord.TryRead(records[..LeaseRecord.Length], out _, out var lease);
            LeaseRecord.Write(records[..LeaseRecord.Length], generation, lease);
        }
    }

    [LoggerMessage(
        EventId = 111, Level = LogLevel.Warning, Message = "Not every lease was found again, so an address of the pool may be given out twice: {Fault}")]
    private partial void LogDamaged(string fault);

    [LoggerMessage(EventId = 110, Level = LogLevel.Error, Message = "Leases cannot be brought to disk, so no pool address is acknowledged: {Why}")]
    private partial void LogRefused(string why);
}
