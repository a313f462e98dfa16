using System.ComponentModel;

namespace BootService.Observability;

/// <summary>What goes to the console and with it to the journal.</summary>
internal sealed class LogSettings
{
    [Description("The least level that is written to the console or the journal.")]
    public LogLevel Level { get; init; } = LogLevel.Information;
}
