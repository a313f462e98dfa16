using BootService.Core.Stores;
using BootService.Media.Pallets;

namespace BootService.Pallets;

/// <summary>Takes away at the start what a stop in the middle of "add pallet" left behind.</summary>
internal sealed partial class PalletSweep(IPalletImport import, IAppliance appliance, ILogger<PalletSweep> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (import.Sweep(appliance.Current.Pallets.Keys) is var swept and > 0)
            {
                LogSwept(swept);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogKept(fault.Message.TrimEnd('.'));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 410, Level = LogLevel.Information, Message = "Took away what {Count} interrupted additions of pallets had copied; add them again")]
    private partial void LogSwept(int count);

    [LoggerMessage(EventId = 411, Level = LogLevel.Warning, Message = "What an interrupted addition of a pallet had copied cannot be taken away: {Fault}")]
    private partial void LogKept(string fault);
}
