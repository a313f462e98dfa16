namespace BootService.Commands.Ports;

/// <summary>Where changes are made, for a daemon that makes none itself.</summary>
/// <param name="Where">The place, as sentences name it.</param>
public sealed record ChangesElsewhere(string Where);
