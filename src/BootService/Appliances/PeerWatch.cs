using BootService.Core.Stores;

namespace BootService.Appliances;

/// <summary>Follows what other frontends commit to the database that they share.</summary>
internal sealed class PeerWatch(ISharedStore shared, ApplianceWriter writer) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await shared.WatchAsync(writer.Hear, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }
}
