namespace BootService.Commands.Ports;

/// <summary>Knows what a machine could fetch from the boot root.</summary>
public interface IBootFileNames
{
    /// <summary>Why a file cannot be fetched, and what to do; null when it can.</summary>
    /// <param name="name">Its name in the boot root, without a leading slash.</param>
    string? WhyMissing(string name);
}
