using BootService.Dhcp;
using BootService.Media.Archives;
using BootService.Settings;

namespace BootService.Backups;

/// <summary>Where the files of a frontend lie that are not in its database.</summary>
/// <param name="Folders">What it keeps, and what the admin fills.</param>
/// <param name="SettingsFile">Its settings.</param>
/// <param name="PublicKey">The public keys that nodes let in.</param>
/// <param name="Certificate">The admin's own certificate; null for one that the frontend made.</param>
/// <param name="Key">Its key; null for none.</param>
internal sealed record FrontendFiles(DataFolders Folders, string SettingsFile, string PublicKey, string? Certificate, string? Key)
{
    /// <summary>The note on whose backup it is, first in the archive.</summary>
    public const string Note = "backup.json";

    /// <summary>The database in the archive.</summary>
    public const string Database = "bootservice.db";

    /// <summary>The settings in the archive.</summary>
    public const string Settings = "settings/bootservice.json";

    /// <summary>The leases of pools in the archive.</summary>
    public const string Leases = $"data/{LeaseFiles.Snapshot}";

    private const string Keys = "settings/frontend.pub";
    private const string OwnCertificate = "settings/admin.crt";
    private const string OwnKey = "settings/admin.key";
    private const string Export = "export";

    // What the daemon made itself and goes on with elsewhere: its certificate, what it signs repositories with, its ssh key.
    private static readonly string[] Made = ["admin.crt", "admin.key", "archive.key", "ssh"];

    /// <summary>What goes into the archive beside note and database.</summary>
    public IEnumerable<ArchivePart> Parts =>
    [
        new(Settings, SettingsFile),
        new(Keys, PublicKey),
        .. Certificate is null || Key is null ? Array.Empty<ArchivePart>() : [new(OwnCertificate, Certificate), new(OwnKey, Key)],
        .. Made.Select(name => new ArchivePart($"data/{name}", Path.Combine(Folders.DataDirectory, name))),
        new(Export, Folders.ExportDirectory),
    ];

    /// <summary>Where a file of the archive belongs; null for what is put in place otherwise, or not at all.</summary>
    /// <param name="name">Its name there.</param>
    public string? PlaceOf(string name) => name switch
    {
        // Root of this machine has another key than root of that one; a file that is here says so.
        Keys => File.Exists(PublicKey) ? null : PublicKey,
        // What was leased here since is in use still.
        Leases when Path.Combine(Folders.DataDirectory, LeaseFiles.Snapshot) is var own => File.Exists(own) ? null : own,
        OwnCertificate => Certificate,
        OwnKey => Key,
        _ when name.StartsWith("data/", StringComparison.Ordinal) => Path.Combine(Folders.DataDirectory, name["data/".Length..]),
        _ when name.StartsWith(Export + "/", StringComparison.Ordinal) => Path.Combine(Folders.ExportDirectory, name[(Export.Length + 1)..]),
        _ => null,
    };
}
