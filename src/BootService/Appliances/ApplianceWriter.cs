using System.Collections.Immutable;
using System.Threading.Channels;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Storage;

namespace BootService.Appliances;

/// <summary>
/// The one writer: takes the proposals that wait, makes them one after the other, commits them together, then shows the new state and answers.
/// </summary>
/// <remarks>Registered before every service that proposes anything: the host stops services in reverse, so this one goes last.</remarks>
/// <param name="store">Where the state is kept.</param>
/// <param name="start">What the store was read to at the start.</param>
/// <param name="time">What the log of changes is dated by.</param>
/// <param name="log">The log.</param>
/// <param name="shared">What others commit to the same store; null where nobody else does.</param>
internal sealed partial class ApplianceWriter(
    IApplianceStore store, ApplianceStart start, TimeProvider time, ILogger<ApplianceWriter> log, ISharedStore? shared = null) : IAppliance, IHostedService
{
    /// <summary>How many proposals share a transaction.</summary>
    public const int MostPerCommit = 256;

    private const int MostWaiting = 1024;

    /// <summary>How often a turn that was taken away is tried anew.</summary>
    private const int MostTurns = 3;

    /// <summary>For how long a write that was done tells that another would be.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TrialTime = TimeSpan.FromSeconds(2);

    private readonly Channel<IPendingProposal> _waiting = Channel.CreateBounded<IPendingProposal>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private volatile Inventory _current = start.Inventory;
    private readonly Freshness? _freshness = shared is null ? null : new Freshness(start.IsFresh);
    private readonly Lock _showing = new();
    private readonly Lock _hearing = new();
    private (long Version, long Asked) _heard;
    private bool _isNewsWaiting;
    private long _version = start.Version;
    private Task _work = Task.CompletedTask;
    private volatile Written? _lastWrite;
    private string? _notFollowed;

    public Inventory Current => _freshness is { IsFresh: false } ? _current.Doubted : _current;

    public async Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel)
    {
        var pending = new PendingProposal<T>(propose, cancel);
        try
        {
            await _waiting.Writer.WriteAsync(pending, cancel);
        }
        catch (ChannelClosedException)
        {
            throw new RefusedException("bootservice is being stopped; nothing was changed: try again when it runs");
        }

        return await pending.Answer.WaitAsync(cancel);
    }

    /// <summary>
    /// Why nothing can be written now, one sentence without a full stop; null when it can. A write of the last minute tells; otherwise one is made that changes
    /// nothing.
    /// </summary>
    public async Task<string?> WhyNotWritableAsync(CancellationToken cancel)
    {
        if (store.IsReadOnly)
        {
            return Current.IsFresh
                ? null
                : $"no frontend has answered for {Freshness.Limit.TotalSeconds:0} s: machines boot their own disks, and none is installed";
        }

        if (_lastWrite is { IsDone: true } last && time.GetElapsedTime(last.At) < Trusted)
        {
            return null;
        }

        try
        {
            // The number that was given out last stays the last.
            await CommitAsync(inventory => new Proposal<bool>(true, [new Change.AttemptCounted(inventory.LastAttempt)]), cancel)
                .WaitAsync(TrialTime, time, cancel);
            return null;
        }
        catch (TimeoutException)
        {
            return $"the database has not taken a change within {TrialTime.TotalSeconds:0} s: no install and no change is taken";
        }
        catch (RefusedException refused)
        {
            return $"{refused.Message}: no install and no change is taken";
        }
    }

    public async Task CatchUpAsync(CancellationToken cancel)
    {
        if (shared is not null)
        {
            var news = new NewsOfPeers();
            Hear(long.MaxValue, asked: 0);
            await _waiting.Writer.WriteAsync(news, cancel);
            await news.Done.WaitAsync(cancel);
        }
    }

    /// <summary>Hears which version the store has, and follows if it is a newer one. Returns at once.</summary>
    /// <param name="version">The version; the highest number there is stands for whatever it may be.</param>
    /// <param name="asked">When the store was asked.</param>
    public void Hear(long version, long asked)
    {
        lock (_hearing)
        {
            _heard = (Math.Max(version, _heard.Version), Math.Max(asked, _heard.Asked));
            if (_isNewsWaiting)
            {
                return;
            }

            _isNewsWaiting = _waiting.Writer.TryWrite(new NewsOfPeers());
        }
    }

    /// <summary>Takes note of who shares the store. Nothing of it is stored, and whoever waits for the store is not waited for.</summary>
    public void HearPeers(ImmutableArray<PeerFrontend> peers) => See(frontend => frontend with { Peers = frontend.Peers with { All = peers } });

    /// <summary>Takes note of what this machine is on its boot interfaces now, likewise: an address that came from a peer is served at once.</summary>
    public void Follow(Frontend now) => See(frontend => now with { Peers = frontend.Peers });

    private void See(Func<Frontend, Frontend> change)
    {
        lock (_showing)
        {
            _current = _current.Seen(change(_current.Frontend));
        }
    }

    /// <summary>Shows a state, on this machine as it has been seen meanwhile.</summary>
    private void Show(Inventory next)
    {
        lock (_showing)
        {
            _current = next.Seen(_current.Frontend);
        }
    }

    /// <summary>Writes something into the log of changes that changed nothing, such as an attempt to.</summary>
    /// <exception cref="RefusedException">It could not be written.</exception>
    public async Task NoteAsync(AuditRecord record, CancellationToken cancel)
    {
        var pending = new AuditNote(record);
        await _waiting.Writer.WriteAsync(pending, cancel);
        await pending.Done.WaitAsync(cancel);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.Run(WorkAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Carries out what was proposed before, refuses what comes after.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return _work.WaitAsync(cancellationToken);
    }

    private async Task WorkAsync()
    {
        var batch = new List<IPendingProposal>(MostPerCommit);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostPerCommit && _waiting.Reader.TryRead(out var pending))
            {
                if (!pending.IsWithdrawn())
                {
                    batch.Add(pending);
                }
            }

            await FollowAsync();
            await CarryOutAsync(new ProposalBatch(batch));
            batch.Clear();
        }
    }

    // Made from what is known, outside of any turn; made again within it when others have changed the state meanwhile.
    private async Task CarryOutAsync(ProposalBatch batch)
    {
        batch.Make(_current, time.GetUtcNow());
        var (outcome, refusal) = await SaveAsync(batch);
        if (outcome is Outcome.RuleBroken && batch.Made.Count > 1)
        {
            // Only the one that breaks the rule is refused; the others are made again without it.
            foreach (var pending in batch.All)
            {
                await CarryOutAsync(new ProposalBatch(pending));
            }

            return;
        }

        if (refusal is null)
        {
            Show(batch.Next);
        }

        foreach (var pending in batch.Made)
        {
            Answer(pending, refusal);
        }

        foreach (var pending in batch.Thrown)
        {
            pending.Complete();
        }
    }

    private static void Answer(IPendingProposal pending, RefusedException? refusal)
    {
        if (refusal is null)
        {
            pending.Complete();
        }
        else
        {
            pending.Refuse(refusal);
        }
    }

    private async Task<(Outcome Outcome, RefusedException? Refusal)> SaveAsync(ProposalBatch batch)
    {
        for (var turns = 1; ; turns++)
        {
            try
            {
                if (!batch.Commit.IsEmpty)
                {
                    await CommitAsync(batch);
                    _lastWrite = new Written(time.GetTimestamp(), IsDone: true);
                }

                return (Outcome.Saved, null);
            }
            catch (RefusedException rule)
            {
                return (Outcome.RuleBroken, rule);
            }
            catch (TurnLostException) when (turns < MostTurns)
            {
                // Nothing was changed: once more, from what is known then.
                batch.Make(_current, time.GetUtcNow());
            }
            catch (OutcomeUnknownException fault)
            {
                // Should it have been made, the next turn says so.
                LogUnknown(fault.Message);
                return (Outcome.NotWritten, new RefusedException(fault.Message));
            }
            catch (StorageException fault)
            {
                LogNotWritten(fault.Message);
                _lastWrite = new Written(time.GetTimestamp(), IsDone: false);
                return (Outcome.NotWritten, new RefusedException($"{fault.Message}; nothing was changed"));
            }
            catch (Exception defect)
            {
                LogDefect(defect);
                return (Outcome.NotWritten,
                    new RefusedException("the change could not be written, by a defect of bootservice that its log describes; nothing was changed"));
            }
        }
    }

    private async Task CommitAsync(ProposalBatch batch)
    {
        await using var turn = await store.BeginTurnAsync(_version, CancellationToken.None);
        if (turn.Missed is { } missed)
        {
            Follow(missed);
            if (missed.Lost > 0)
            {
                batch.Begin(new AttemptsDropped());
            }

            batch.Make(_current, time.GetUtcNow());
        }

        if (!batch.Commit.IsEmpty)
        {
            _version = await turn.CommitAsync(batch.Commit.Changes, batch.Commit.Log, CancellationToken.None);
        }
    }

    /// <summary>Takes in what others committed, if there was word of it.</summary>
    private async Task FollowAsync()
    {
        if (shared is null)
        {
            return;
        }

        (long Version, long Asked) heard;
        lock (_hearing)
        {
            (heard, _heard, _isNewsWaiting) = (_heard, default, false);
        }

        try
        {
            if (heard.Version > _version || (heard.Version > 0 && heard.Version < _version))
            {
                if (await shared.SinceAsync(_version, CancellationToken.None) is { } missed)
                {
                    Follow(missed);
                    if (missed.Lost > 0)
                    {
                        await CarryOutAsync(new ProposalBatch(new AttemptsDropped()));
                    }
                }
            }

            if (heard.Asked > 0)
            {
                _freshness!.KnownAt(heard.Asked);
            }

            _notFollowed = null;
        }
        catch (Exception fault)
        {
            // It is tried again at the next word, and until then the state is not fresh.
            if (_notFollowed != fault.Message)
            {
                LogNotFollowed(fault.Message, fault is StorageException ? null : fault);
            }

            _notFollowed = fault.Message;
        }
    }

    /// <summary>Shows what others committed.</summary>
    private void Follow(Missed missed)
    {
        var known = _current;
        Show(missed.IsWhole
            ? Inventory.Empty(known.Frontend).With(missed.Changes).With(new Change.FrontendKeysRead(known.FrontendKeys))
            : known.With(missed.Changes));
        _version = missed.Version;
        if (missed.Lost > 0)
        {
            LogLost(missed.Lost);
        }
    }

    [LoggerMessage(EventId = 500, Level = LogLevel.Error, Message = "Nothing was changed: {Fault}")]
    private partial void LogNotWritten(string fault);

    [LoggerMessage(EventId = 501, Level = LogLevel.Critical, Message = "A change could not be written")]
    private partial void LogDefect(Exception defect);

    [LoggerMessage(EventId = 502, Level = LogLevel.Error, Message = "A commit has no answer: {Fault}")]
    private partial void LogUnknown(string fault);

    [LoggerMessage(EventId = 503, Level = LogLevel.Critical,
        Message = "The database has lost {Count} commits or more that it had acknowledged, as when a server is replaced by one that lagged behind; its state "
            + "is taken as it is now")]
    private partial void LogLost(long count);

    [LoggerMessage(EventId = 504, Level = LogLevel.Error,
        Message = "What others committed is not known here, and no installer is handed out from here until it is: {Fault}")]
    private partial void LogNotFollowed(string fault, Exception? defect);

    private sealed record Written(long At, bool IsDone);

    private enum Outcome
    {
        Saved,
        RuleBroken,
        NotWritten,
    }
}
