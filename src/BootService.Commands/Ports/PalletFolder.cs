namespace BootService.Commands.Ports;

/// <summary>Where pallets lie: <c>ExportDirectory/pallets</c>, absolute.</summary>
/// <param name="Path">The folder; it need not exist yet.</param>
public sealed record PalletFolder(string Path);
