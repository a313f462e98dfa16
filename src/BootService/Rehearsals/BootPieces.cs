using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Core.Repositories;
using BootService.Files;
using BootService.Pallets;
using BootService.Settings;

namespace BootService.Rehearsals;

/// <summary>Looks at the boot root, and at the folders of pallets and carts.</summary>
internal sealed class BootPieces(IBootFiles files, IBootFileNames names, FileDigests digests, PalletFiles pallets, DataFolders folders) : IBootPieces
{
    /// <inheritdoc/>
    public string? WhyMissing(string name) => names.WhyMissing(name);

    /// <inheritdoc/>
    public long? Length(string name) => Find(name)?.Length;

    /// <inheritdoc/>
    public Checksum? SumOf(string name) => Find(name) is { } file && digests.Of(file) is { } sum ? new Checksum("sha256", sum) : null;

    /// <inheritdoc/>
    public Checksum? Due(string pallet, string file) => TreeChecksums.Of(folders.PalletsDirectory, pallet, file);

    /// <inheritdoc/>
    public string? MissingFolder(string place) => Path.Combine(folders.ExportDirectory, place) is var folder && !Directory.Exists(folder) ? folder : null;

    /// <inheritdoc/>
    public string? ImageFault(string pallet) => pallets.Fault(pallet);

    private BootFile.OnDisk? Find(string name) => files.Find(name, default, default) as BootFile.OnDisk;
}
