using BootService.Core.Access;
using BootService.Core.Inventories;
using BootService.Core.Relays;
using BootService.Core.Stores;

namespace BootService.Upstream;

/// <summary>Says in the log whether frontends answer, and keeps what is known for a start while none does.</summary>
internal sealed partial class UpstreamWatch(RelayDatabase database, IAppliance appliance, TimeProvider time, ILogger<UpstreamWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(10);

    private readonly UpstreamNews _news = new();
    private bool _isCacheTold;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogFollowing(database.Line.All, database.State.Subnets);
        Inventory? kept = null;
        var last = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            Tell();
            var current = appliance.Current;
            if (current.IsFresh && (kept is null || (time.GetElapsedTime(last) >= Keep && !InventoryDifference.Between(kept, current).IsNone)))
            {
                (kept, last) = (current, time.GetTimestamp());
                Write(current);
            }

            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Tell()
    {
        var whyNot = database.State.WhyNot;
        if (!_news.IsNews(whyNot))
        {
            return;
        }

        if (whyNot is null)
        {
            LogAnswers(database.State.Current);
        }
        else
        {
            LogSilent(whyNot);
        }
    }

    private void Write(Inventory current)
    {
        try
        {
            database.Cache.Write(current, new RelayReach(database.Who.Subnets, HostScope.All));
            _isCacheTold = false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (!_isCacheTold)
            {
                LogNotKept(fault.Message.TrimEnd('.'));
            }

            _isCacheTold = true;
        }
    }

    [LoggerMessage(EventId = 570, Level = LogLevel.Information, Message = "This is a relay of {Frontends} for the hosts of {Networks}")]
    private partial void LogFollowing(string frontends, string networks);

    [LoggerMessage(EventId = 571, Level = LogLevel.Information, Message = "{Frontend} answers, and tells what is new")]
    private partial void LogAnswers(string frontend);

    [LoggerMessage(EventId = 572, Level = LogLevel.Warning, Message = "No frontend tells what is new: {Why}; hosts that are known boot their own disks")]
    private partial void LogSilent(string why);

    [LoggerMessage(EventId = 573, Level = LogLevel.Warning, Message = "What this relay knows cannot be kept for its next start: {Fault}")]
    private partial void LogNotKept(string fault);
}
