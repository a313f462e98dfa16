namespace BootService.Tftp;

/// <summary>Registers the TFTP server.</summary>
internal static class TftpServices
{
    /// <summary>
    /// Adds the server with its settings from section <c>Tftp</c>, checked at start, and its metrics. It takes from the container a <see cref="TftpLink"/>,
    /// an <see cref="Files.IBootFiles"/>, an <see cref="Core.Events.IBootEvents"/> and a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddTftp(this IServiceCollection services)
    {
        services.AddOptions<TftpSettings>().BindConfiguration(TftpSettings.Section).ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<TftpSettings>, TftpSettingsValidator>();
        services.AddSingleton<TftpServer>();
        services.AddHostedService(provider => provider.GetRequiredService<TftpServer>());
        services.AddHostedService<TftpMetrics>();
        return services;
    }
}
