using System.Threading.Channels;
using BootService.Core;
using BootService.Core.Audits;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Storage;

namespace BootService.Appliances;

/// <summary>The one writer: takes the proposals that wait, makes them one after the other, commits them together, then shows the new state and answers.</summary>
/// <remarks>Registered before every service that proposes anything: the host stops services in reverse, so this one goes last.</remarks>
/// <param name="store">Where the state is kept.</param>
/// <param name="start">What the store was read to at the start.</param>
/// <param name="time">What the log of changes is dated by.</param>
/// <param name="log">The log.</param>
internal sealed partial class ApplianceWriter(IApplianceStore store, Inventory start, TimeProvider time, ILogger<ApplianceWriter> log) : IAppliance, IHostedService
{
    /// <summary>How many proposals share a transaction.</summary>
    public const int MostPerCommit = 256;

    private const int MostWaiting = 1024;

    private readonly Channel<IPendingProposal> _waiting = Channel.CreateBounded<IPendingProposal>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private volatile Inventory _current = start;
    private Task _work = Task.CompletedTask;

    public Inventory Current => _current;

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

    /// <summary>Takes note of what this machine is on its boot interfaces now. Nothing of it is stored.</summary>
    public async Task FollowAsync(Frontend frontend, CancellationToken cancel)
    {
        var pending = new FrontendSeen(frontend);
        await _waiting.Writer.WriteAsync(pending, cancel);
        await pending.Done.WaitAsync(cancel);
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

            await CarryOutAsync(batch);
            batch.Clear();
        }
    }

    private async Task CarryOutAsync(List<IPendingProposal> batch)
    {
        var next = _current;
        var changes = new List<Change>();
        var made = new List<IPendingProposal>(batch.Count);
        var now = time.GetUtcNow();
        foreach (var pending in batch)
        {
            if (pending.Make(next, changes, now) is { } after)
            {
                next = after;
                made.Add(pending);
            }
        }

        var (outcome, refusal) = await SaveAsync(changes);
        if (outcome is Outcome.RuleBroken && made.Count > 1)
        {
            // Only the one that breaks the rule is refused; the others are made again without it.
            foreach (var pending in made)
            {
                await CarryOutAsync([pending]);
            }

            return;
        }

        if (refusal is null)
        {
            _current = next;
        }

        foreach (var pending in made)
        {
            Answer(pending, refusal);
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

    private async Task<(Outcome Outcome, RefusedException? Refusal)> SaveAsync(List<Change> changes)
    {
        try
        {
            if (changes.Count > 0)
            {
                await store.CommitAsync(changes, CancellationToken.None);
            }

            return (Outcome.Saved, null);
        }
        catch (RefusedException rule)
        {
            return (Outcome.RuleBroken, rule);
        }
        catch (StorageException fault)
        {
            LogNotWritten(fault.Message);
            return (Outcome.NotWritten, new RefusedException($"{fault.Message}; nothing was changed"));
        }
        catch (Exception defect)
        {
            LogDefect(defect);
            return (Outcome.NotWritten, new RefusedException("the change could not be written, by a defect of bootservice that its log describes; nothing was changed"));
        }
    }

    [LoggerMessage(EventId = 500, Level = LogLevel.Error, Message = "Nothing was changed: {Fault}")]
    private partial void LogNotWritten(string fault);

    [LoggerMessage(EventId = 501, Level = LogLevel.Critical, Message = "A change could not be written")]
    private partial void LogDefect(Exception defect);

    private enum Outcome
    {
        Saved,
        RuleBroken,
        NotWritten,
    }
}
