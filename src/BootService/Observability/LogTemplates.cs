using Serilog.Events;
using Serilog.Expressions;
using Serilog.Templates;

namespace BootService.Observability;

/// <summary>How an event is written, for a terminal and for journald.</summary>
internal static class LogTemplates
{
    // Journald reads the priority at the start of each line, so an event stays on one: the second line of a trace would lose it.
    private const string JournalText =
        "{#if @l='Fatal'}<2>{#else if @l='Error'}<3>{#else if @l='Warning'}<4>{#else if @l='Information'}<6>{#else}<7>{#end}"
        + "{OneLine(@m)}{#if @x is not null} | {OneLine(@x)}{#end}\n";

    private const string ConsoleText = "{@t:HH:mm:ss} {@l:w4} {@m}\n{@x}";

    private static readonly StaticMemberNameResolver Functions = new(typeof(LogTemplates));

    /// <summary>For journald, or whatever else reads priorities of syslog(3) at the start of a line.</summary>
    /// <returns>A template of its own for each caller.</returns>
    public static ExpressionTemplate Journal() => new(JournalText, nameResolver: Functions);

    /// <summary>For people at a terminal.</summary>
    /// <returns>A template of its own for each caller.</returns>
    public static ExpressionTemplate Console() => new(ConsoleText);

    /// <summary>The function <c>OneLine</c> of the templates: a value's text with a bar for each line end.</summary>
    /// <param name="value">A scalar, such as the message or an exception.</param>
    public static LogEventPropertyValue? OneLine(LogEventPropertyValue? value) =>
        value is ScalarValue { Value: { } content } ? new ScalarValue(content.ToString()?.ReplaceLineEndings(" | ")) : value;
}
