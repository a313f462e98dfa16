namespace BootService.Settings;

/// <summary>Settings that know which of their values do not fit, alone or together.</summary>
internal interface ICheckedSettings
{
    /// <summary>One sentence for each fault; none when all is well.</summary>
    IEnumerable<string> Faults();
}
