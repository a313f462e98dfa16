using System.Runtime.CompilerServices;
using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;

namespace BootService.Interop.Tests;

/// <summary>A running daemon on a LAN of its own; both are gone when disposed.</summary>
public sealed class ServedLan : IAsyncDisposable
{
    private ServedLan(BootLan lan) => (Lan, Daemon) = (lan, new DaemonProcess(lan));

    public BootLan Lan { get; }

    public DaemonProcess Daemon { get; }

    /// <summary>Logs are kept under the caller's name.</summary>
    public static Task<ServedLan> StartAsync([CallerFilePath] string caller = "") => StartAsync([], caller);

    /// <summary>The same with further settings of the daemon, as <c>--Key=value</c>.</summary>
    public static Task<ServedLan> StartAsync(IEnumerable<string> settings, [CallerFilePath] string caller = "") =>
        StartAsync(settings, confined: false, caller);

    /// <summary>The same as the daemon's systemd unit would have it.</summary>
    public static Task<ServedLan> StartConfinedAsync(IEnumerable<string> settings, [CallerFilePath] string caller = "") =>
        StartAsync(settings, confined: true, caller);

    private static async Task<ServedLan> StartAsync(IEnumerable<string> settings, bool confined, string caller)
    {
        Requirements.Demand();
        var logs = Path.Combine(Checkout.Artifacts, "interop", Path.GetFileNameWithoutExtension(caller));
        var served = new ServedLan(await BootLan.CreateAsync(logs)) { Daemon = { Confined = confined } };
        try
        {
            await served.Daemon.StartAsync(settings);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await Lan.DisposeAsync();
    }
}
