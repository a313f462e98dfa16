namespace BootService.Settings;

/// <summary>Where the daemon keeps what it has, and where the admin's own files lie.</summary>
internal sealed record DataFolders
{
    /// <summary>The database and the leases.</summary>
    public string DataDirectory { get; init; } = "/var/lib/bootservice";

    /// <summary>What nodes are given and the admin fills.</summary>
    public string ExportDirectory { get; init; } = "/export/stack";

    /// <summary>The base node XML and the list of loaders.</summary>
    public string BootFilesDirectory { get; init; } = "/usr/share/bootservice/bootfiles";

    /// <summary>The admin's pallets.</summary>
    public string PalletsDirectory => Path.Combine(ExportDirectory, "pallets");

    /// <summary>The admin's carts.</summary>
    public string CartsDirectory => Path.Combine(ExportDirectory, "carts");

    /// <summary>The admin's own node XML and graphs.</summary>
    public string SiteProfileDirectory => Path.Combine(ExportDirectory, "site-profiles", "default", "1.0");

    /// <summary>The admin's own boot files.</summary>
    public string SiteBootFilesDirectory => Path.Combine(ExportDirectory, "bootfiles");
}
