using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Threading.Channels;
using BootService.Core.Audits;
using BootService.Core.Events;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Reasons;
using BootService.Core.Stores;
using BootService.Protocols.Road;
using BootService.Storage;

namespace BootService.Installs;

/// <summary>Takes what happens to attempts to the one writer, and keeps the texts live attempts install from at hand.</summary>
internal sealed partial class AttemptProgress(
    IAppliance appliance, IApplianceStore store, IBootEvents events, TimeProvider time, ILogger<AttemptProgress> log) : BackgroundService
{
    private const int MostTogether = 256;

    private static readonly TimeSpan LookAtDeadlines = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, FrozenDictionary<string, ReadOnlyMemory<byte>>> _answers = [];
    private readonly Channel<(InstallAttempt Attempt, AttemptSignal Signal, DateTimeOffset At)> _signals =
        Channel.CreateBounded<(InstallAttempt, AttemptSignal, DateTimeOffset)>(
            new BoundedChannelOptions(65_536) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>
    /// Says that something happened, without waiting: for packet paths. Under a flood the newest signals are lost, which costs a hand-out that is not counted.
    /// </summary>
    public void Post(InstallAttempt attempt, AttemptSignal signal) => _signals.Writer.TryWrite((attempt, signal, time.GetUtcNow()));

    /// <summary>Says that something happened; when it returns, what follows is on disk.</summary>
    /// <returns>The attempt as it is then; null when another has taken its place.</returns>
    public Task<InstallAttempt?> SignalAsync(InstallAttempt attempt, AttemptSignal signal, CancellationToken cancel) =>
        SignalAsync(attempt, signal, time.GetUtcNow(), cancel);

    private async Task<InstallAttempt?> SignalAsync(InstallAttempt attempt, AttemptSignal signal, DateTimeOffset now, CancellationToken cancel)
    {
        var (before, after) = await appliance.CommitAsync(
            inventory =>
            {
                var changes = AttemptLedger.Changes(inventory, attempt, signal, now);
                var old = inventory.AttemptOf(attempt.Host);
                var next = changes.OfType<Change.AttemptSet>().FirstOrDefault()?.Attempt ?? old;
                return new Proposal<(InstallAttempt?, InstallAttempt?)>(
                    (old, next?.Id == attempt.Id ? next : null), [.. changes])
                { By = Author.Node(attempt.Host) };
            },
            cancel);
        if (after is not null && before?.State != after.State)
        {
            Tell(after, now);
        }

        return after;
    }

    /// <summary>The files an attempt installs from, by their names; empty when it has none.</summary>
    /// <exception cref="Core.RefusedException">They cannot be read now.</exception>
    public async ValueTask<FrozenDictionary<string, ReadOnlyMemory<byte>>> AnswersAsync(InstallAttempt attempt, CancellationToken cancel)
    {
        if (_answers.TryGetValue(attempt.Id, out var kept))
        {
            return kept;
        }

        var answers = (await KeptAsync(attempt, cancel))
            .ToFrozenDictionary(answer => answer.Name, answer => answer.Text.Octets, StringComparer.Ordinal);
        return answers.Count == 0 ? answers : _answers[attempt.Id] = answers;
    }

    private async Task<ImmutableArray<FrozenAnswer>> KeptAsync(InstallAttempt attempt, CancellationToken cancel)
    {
        try
        {
            return await store.ListAnswersAsync(attempt.Id, cancel);
        }
        catch (StorageException fault)
        {
            throw new Core.RefusedException(fault.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var deadlines = WatchDeadlinesAsync(stoppingToken);
        try
        {
            while (await _signals.Reader.WaitToReadAsync(stoppingToken))
            {
                // Those that wait together go to the writer together: one by one, each would wait for the disk, and in a storm a hand-out
                // would be told long after the kickstart that followed it.
                var together = new List<Task>();
                while (together.Count < MostTogether && _signals.Reader.TryRead(out var told))
                {
                    together.Add(TryAsync(told.Attempt, told.Signal, told.At, stoppingToken));
                }

                await Task.WhenAll(together);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await deadlines;
        }
    }

    private async Task WatchDeadlinesAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(LookAtDeadlines, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var now = time.GetUtcNow();
                foreach (var late in appliance.Current.Attempts.Values.Where(attempt => attempt.Deadline < now).ToImmutableArray())
                {
                    await TryAsync(late, new AttemptSignal.Tick(), now, stopping);
                }

                Forget();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TryAsync(InstallAttempt attempt, AttemptSignal signal, DateTimeOffset at, CancellationToken cancel)
    {
        try
        {
            await SignalAsync(attempt, signal, at, cancel);
        }
        catch (Core.RefusedException refused)
        {
            LogNotKept(attempt.Host.ToString(), refused.Message);
        }
    }

    private void Forget()
    {
        var attempts = appliance.Current.Attempts.Values.Where(attempt => attempt.MayInstall).Select(attempt => attempt.Id).ToHashSet();
        foreach (var gone in _answers.Keys.Where(id => !attempts.Contains(id)))
        {
            _answers.TryRemove(gone, out _);
        }
    }

    /// <summary>
    /// The log tells an install in two lines: that it begins, and how it ends. Of events it says what nobody else says: whoever brought the signal posts its
    /// own, but an attempt gets stuck by what did not happen.
    /// </summary>
    private void Tell(InstallAttempt attempt, DateTimeOffset now)
    {
        switch (attempt.State)
        {
            case AttemptState.Offered when attempt.Handouts == 1:
                LogBegun(attempt.Host, attempt.Id, attempt.Pallet);
                break;
            case AttemptState.Staged:
                LogDone(attempt.Host, attempt.Id, (now - attempt.Armed).TotalMinutes);
                break;
            case AttemptState.Stuck or AttemptState.Failed:
                LogEnded(attempt.Host.ToString(), attempt.Id, attempt.State, attempt.Why);
                break;
        }

        if (attempt.State is AttemptState.Stuck)
        {
            events.Post(
                new BootEvent(now, appliance.Current.HostOf(attempt.Host)?.Primary?.Mac ?? default, BootStage.Installer, BootOutcome.Failed, BootMessage.Stuck)
                {
                    Host = attempt.Host.ToString(),
                    Attempt = attempt.Id,
                    Reason = new BootReason.Said(attempt.Why ?? string.Empty),
                });
        }
    }

    [LoggerMessage(
        EventId = 313, Level = LogLevel.Information,
        Message = "Install of {Host} (attempt {Attempt}) begins: its loader was told to start the installer of {Pallet}")]
    private partial void LogBegun(Core.Hosts.HostName host, long attempt, Core.Pallets.PalletKey pallet);

    [LoggerMessage(
        EventId = 314, Level = LogLevel.Information,
        Message = "Install of {Host} (attempt {Attempt}) is done, {Minutes:0.#} minutes after it was asked for; it boots from its own disk now")]
    private partial void LogDone(Core.Hosts.HostName host, long attempt, double minutes);

    [LoggerMessage(EventId = 310, Level = LogLevel.Warning, Message = "Install of {Host} (attempt {Attempt}) is {State}: {Why}")]
    private partial void LogEnded(string host, long attempt, AttemptState state, string? why);

    [LoggerMessage(EventId = 311, Level = LogLevel.Error, Message = "What {Host} reported could not be kept: {Why}")]
    private partial void LogNotKept(string host, string why);
}
