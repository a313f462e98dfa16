using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace BootService.Observability;

/// <summary>Logs to the console; under systemd with the priority journald reads at the start of a line.</summary>
internal static class DaemonLogging
{
    /// <summary>Registers the log.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="level">The least level that is written; what the framework says of each request is left out below Warning.</param>
    public static void AddDaemonLogging(this WebApplicationBuilder builder, LogLevel level)
    {
        var least = new LoggingLevelSwitch(Level(level));
        builder.Services.AddSingleton(least);
        var underSystemd = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };
        builder.Services.AddSerilog(
            new LoggerConfiguration()
                .MinimumLevel.ControlledBy(least)
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                // It has nothing to say at that level, but while it may speak each request carries an activity and a scope.
                .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
                // The host logs a failed start with its trace; the person who started it is told the sentence.
                .Filter.ByExcluding(happened => happened.MessageTemplate.Text == "Hosting failed to start")
                .WriteTo.Console(underSystemd ? LogTemplates.Journal() : LogTemplates.Console())
                .CreateLogger(),
            dispose: true);
    }

    /// <summary>The level as the log knows it.</summary>
    public static LogEventLevel Level(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };
}
