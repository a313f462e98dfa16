using BootService.Files;
using BootService.Interfaces;
using Microsoft.Extensions.Options;

namespace BootService.Tftp;

/// <summary>Registers the TFTP server.</summary>
internal static class TftpServices
{
    /// <summary>
    /// Adds the server and its metrics. It takes from the container an <see cref="IBootFiles"/>, an <see cref="Core.Events.IBootEvents"/> and a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="settings">How it runs, checked.</param>
    /// <param name="link">Where machines reach it.</param>
    public static IServiceCollection AddTftp(this IServiceCollection services, TftpSettings settings, TftpLink link) => services
        .AddMetrics()
        .AddSingleton(Options.Create(settings))
        .AddSingleton(link)
        .AddSingleton<TftpServer>()
        .AddSingleton<IFollowLinks>(provider => provider.GetRequiredService<TftpServer>())
        .AddHostedService(provider => provider.GetRequiredService<TftpServer>())
        .AddHostedService<TftpMetrics>();
}
