namespace BootService.Lab;

/// <summary>What the lab wanted and did not get, as one sentence, with the end of the log that shows why.</summary>
public sealed class LabException(string message) : Exception(message);
