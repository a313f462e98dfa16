using BootService.Core.Stores;
using BootService.Media.Pallets;

namespace BootService.Pallets;

/// <summary>Takes away at the start what a stop in the middle of "add pallet" left behind, and has the images of pallets read.</summary>
internal sealed partial class PalletSweep(IPalletImport import, PalletFiles files, IAppliance appliance, ILogger<PalletSweep> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // What is known of pallets may be of long ago, where nobody can be asked.
            if (appliance.Current.IsFresh && import.Sweep(appliance.Current.Pallets.Keys) is var swept and > 0)
            {
                LogSwept(swept);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogKept(fault.Message.TrimEnd('.'));
        }

        // Images are read now, so that no machine has to ask twice for its kernel.
        foreach (var pallet in appliance.Current.Pallets.Keys)
        {
            files.FindNow(pallet.Folder);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 413, Level = LogLevel.Information, Message = "Took away what {Count} interrupted additions of pallets had copied; add them again")]
    private partial void LogSwept(int count);

    [LoggerMessage(EventId = 414, Level = LogLevel.Warning, Message = "What an interrupted addition of a pallet had copied cannot be taken away: {Fault}")]
    private partial void LogKept(string fault);
}
