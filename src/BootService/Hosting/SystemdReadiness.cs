using Microsoft.Extensions.Hosting.Systemd;

namespace BootService.Hosting;

/// <summary>Tells systemd when the daemon is ready and when it stops.</summary>
internal static class SystemdReadiness
{
    /// <summary>Registers the notifier whenever systemd asks to be notified.</summary>
    /// <remarks>The package's own test looks at the parent's name in /proc, which a hardened unit (ProtectProc) hides: the unit would time out.</remarks>
    public static IServiceCollection AddSystemdReadiness(this IServiceCollection services) =>
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 }
            ? services.AddSingleton<ISystemdNotifier, SystemdNotifier>().AddSingleton<IHostLifetime, SystemdLifetime>()
            : services;
}
