using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Files;
using BootService.Pallets;
using BootService.Settings;

namespace BootService.Boot;

/// <summary>The files of the boot root as they lie: the admin's own, the loaders, and the kernels of pallets, looked for in this order.</summary>
internal sealed class BootLibrary : IBootFileNames, IDisposable
{
    private readonly BootFolder _own;
    private readonly Spellings _spellings;
    private readonly LoaderLibrary _loaders;
    private readonly PalletFiles _pallets;
    private readonly string _folder;

    /// <summary>Opens the admin's folder.</summary>
    /// <exception cref="IOException">It cannot be opened; the message is a sentence.</exception>
    public BootLibrary(LoaderLibrary loaders, PalletFiles pallets, DataFolders folders)
    {
        (_loaders, _pallets, _folder) = (loaders, pallets, folders.SiteBootFilesDirectory);
        _own = new BootFolder(_folder);
        _spellings = new Spellings(_own);
    }

    /// <summary>
    /// Finds a file by its name in the boot root. Where nothing has this name, one that differs from it in upper and lower case only is meant.
    /// Never waits for an image: a kernel on one that has to be read first is <see cref="BootFile.Reading"/>.
    /// </summary>
    public BootFile Find(ReadOnlySpan<char> name) => Find(name, mayWait: false);

    public string? WhyMissing(string name) => Find(name, mayWait: true) switch
    {
        BootFile.OnDisk => null,
        BootFile.Refused refused => refused.Why,
        BootFile.Failed failed => failed.Why,
        _ => _loaders.PackageOf(name) is { } package
            ? $"install {package}, for example \"apt-get install {package}\""
            : $"put it into {_folder}",
    };

    public void Dispose() => _own.Dispose();

    private BootFile Find(ReadOnlySpan<char> name, bool mayWait)
    {
        var found = FindAsSpelled(name, mayWait);
        return found is BootFile.Missing && !OptionalBootFiles.Contains(name) && _spellings.Find(name) is { } spelled ? _own.Find(spelled) : found;
    }

    private BootFile FindAsSpelled(ReadOnlySpan<char> name, bool mayWait)
    {
        if (_own.Find(name) is not BootFile.Missing and var own)
        {
            return own;
        }

        // Loaders ask for their companions beside themselves, wherever the firmware says they came from.
        var slash = name.LastIndexOf('/');
        if (_loaders.Find(name[(slash + 1)..]) is { } loader)
        {
            return loader;
        }

        return !name.StartsWith(KernelImage.Root, StringComparison.Ordinal) ? new BootFile.Missing("file not found")
            : mayWait ? _pallets.Find(name[KernelImage.Root.Length..])
            : _pallets.FindNow(name[KernelImage.Root.Length..]);
    }
}
