namespace BootService.Media.Pallets;

/// <summary>Where pallets lie: <c>ExportDirectory/pallets</c>, absolute.</summary>
/// <param name="Path">The folder; it need not exist yet.</param>
public sealed record PalletFolder(string Path)
{
    /// <summary>Where mirrors are made for callers whose own directory the daemon may not write: <c>ExportDirectory/mirrors</c>.</summary>
    public string Mirrors => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "mirrors");

    /// <summary>Where carts lie: <c>ExportDirectory/carts</c>.</summary>
    public string Carts => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "carts");

    /// <summary>
    /// Where images from the web lie until their pallets are added, and what was fetched of those that were not: <c>ExportDirectory/mirrors/.images</c>.
    /// </summary>
    public string Images => System.IO.Path.Combine(Mirrors, ".images");
}
