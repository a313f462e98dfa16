using Serilog;
using Serilog.Events;
using Serilog.Templates;

namespace BootService.Observability;

/// <summary>Logs to the console; under systemd with the priority journald reads at the start of a line.</summary>
internal static class DaemonLogging
{
    // Journald reads the priority per line, so an event stays on one line; an exception's lines would lose theirs.
    private const string Journal =
        "{#if @l='Fatal'}<2>{#else if @l='Error'}<3>{#else if @l='Warning'}<4>{#else if @l='Information'}<6>{#else}<7>{#end}{@m}{#if @x is not null} | {Replace(ToString(@x), '\n', ' | ')}{#end}\n";

    private const string Console = "{@t:HH:mm:ss} {@l:w4} {@m}\n{@x}";

    /// <summary>Registers the log.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="level">The least level that is written; what the framework says of each request is left out below Warning.</param>
    public static void AddDaemonLogging(this WebApplicationBuilder builder, LogLevel level)
    {
        var underSystemd = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };
        builder.Services.AddSerilog(
            new LoggerConfiguration()
                .MinimumLevel.Is(Level(level))
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                // It has nothing to say at that level, but while it may speak each request carries an activity and a scope.
                .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
                // The host logs a failed start with its trace; the person who started it is told the sentence.
                .Filter.ByExcluding(happened => happened.MessageTemplate.Text == "Hosting failed to start")
                .WriteTo.Console(new ExpressionTemplate(underSystemd ? Journal : Console))
                .CreateLogger(),
            dispose: true);
    }

    private static LogEventLevel Level(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };
}
