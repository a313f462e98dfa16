using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Files;
using BootService.Pallets;
using BootService.Settings;

namespace BootService.Boot;

/// <summary>The files of the boot root as they lie: the admin's own, the loaders, and the kernels of pallets, looked for in this order.</summary>
internal sealed class BootLibrary(LoaderLibrary loaders, PalletFiles pallets, DataFolders folders) : IBootFileNames, IDisposable
{
    private readonly BootFolder _own = new(folders.SiteBootFilesDirectory);

    /// <summary>Finds a file by its name in the boot root.</summary>
    public BootFile Find(ReadOnlySpan<char> name)
    {
        if (_own.Find(name) is not BootFile.Missing and var own)
        {
            return own;
        }

        // Loaders ask for their companions beside themselves, wherever the firmware says they came from.
        var slash = name.LastIndexOf('/');
        if (loaders.Find(name[(slash + 1)..]) is { } loader)
        {
            return loader;
        }

        return name.StartsWith(KernelImage.Root, StringComparison.Ordinal)
            ? pallets.Find(name[KernelImage.Root.Length..])
            : new BootFile.Missing("file not found");
    }

    public string? WhyMissing(string name) => Find(name) switch
    {
        BootFile.OnDisk => null,
        BootFile.Refused refused => refused.Why,
        BootFile.Failed failed => failed.Why,
        _ => loaders.PackageOf(name) is { } package
            ? $"install {package}, for example \"apt-get install {package}\""
            : $"put it into {folders.SiteBootFilesDirectory}",
    };

    public void Dispose() => _own.Dispose();
}
