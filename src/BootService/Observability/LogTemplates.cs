using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace BootService.Observability;

/// <summary>How an event is written, for a terminal and for journald.</summary>
internal static class LogTemplates
{
    /// <summary>For people at a terminal.</summary>
    /// <returns>A formatter of its own for each caller.</returns>
    public static ITextFormatter Console() => new MessageTemplateTextFormatter("{Timestamp:HH:mm:ss} {Level:w4} {Message:lj}{NewLine}{Exception}");

    /// <summary>For journald, or whatever else reads priorities of syslog(3) at the start of a line.</summary>
    /// <returns>A formatter of its own for each caller.</returns>
    public static ITextFormatter Journal() => new JournalText();

    /// <summary>An event as one line behind its priority, with a bar for each line end within: the second line of a trace would lose the priority.</summary>
    private sealed class JournalText : ITextFormatter
    {
        private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}");

        public void Format(LogEvent logEvent, TextWriter output)
        {
            output.Write(Priority(logEvent.Level));
            using var message = new StringWriter();
            Message.Format(logEvent, message);
            output.Write(OneLine(message.ToString()));
            if (logEvent.Exception is { } fault)
            {
                output.Write(" | ");
                output.Write(OneLine(fault.ToString()));
            }

            output.Write('\n');
        }

        private static string OneLine(string text) => text.ReplaceLineEndings(" | ");

        private static string Priority(LogEventLevel level) => level switch
        {
            LogEventLevel.Fatal => "<2>",
            LogEventLevel.Error => "<3>",
            LogEventLevel.Warning => "<4>",
            LogEventLevel.Information => "<6>",
            _ => "<7>",
        };
    }
}
