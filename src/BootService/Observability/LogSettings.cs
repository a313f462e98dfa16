namespace BootService.Observability;

/// <summary>What goes to the console and with it to the journal.</summary>
internal sealed class LogSettings
{
    public LogLevel Level { get; init; } = LogLevel.Information;
}
