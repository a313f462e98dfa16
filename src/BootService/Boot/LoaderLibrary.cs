using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using BootService.Core;
using BootService.Files;
using BootService.Platform.Files;
using BootService.Settings;

namespace BootService.Boot;

/// <summary>A boot loader as the distribution's package brings it.</summary>
/// <param name="Name">Its name in the boot root.</param>
/// <param name="Package">The package to install when it is missing.</param>
/// <param name="Required">Whether the daemon refuses to start without it: a chain that hosts take by default needs it.</param>
/// <param name="Paths">Where distributions keep it; the first that exists is served.</param>
internal sealed record Loader(string Name, string Package, bool Required, string[] Paths)
{
    /// <summary>The loader that asks for it, and may do without it; null for one that hosts are led to, or that another cannot go on without.</summary>
    public string? For { get; init; }

    /// <summary>Whether it is on this machine.</summary>
    public bool IsHere => Paths.Any(File.Exists);
}

/// <summary>The loaders, served from where the distribution's packages put them, so that an update of a package is an update of the loader.</summary>
internal sealed class LoaderLibrary : IDisposable
{
    private readonly FrozenDictionary<string, Loader> _loaders;
    private readonly FrozenDictionary<string, Loader>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly FrozenDictionary<string, BootFolder> _folders;

    private LoaderLibrary(IEnumerable<Loader> loaders)
    {
        _loaders = loaders.ToFrozenDictionary(loader => loader.Name, StringComparer.Ordinal);
        _byName = _loaders.GetAlternateLookup<ReadOnlySpan<char>>();
        _folders = _loaders.Values.SelectMany(loader => loader.Paths).Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal)
            .Where(Directory.Exists).ToFrozenDictionary(folder => folder, folder => new BootFolder(folder), StringComparer.Ordinal);
    }

    /// <summary>Reads <c>loaders.json</c> and looks at every required file.</summary>
    /// <exception cref="StartException">The list cannot be read, or a required loader is missing.</exception>
    public static LoaderLibrary Open(string bootFilesDirectory)
    {
        var path = Path.Combine(bootFilesDirectory, "loaders.json");
        Loader[] loaders;
        try
        {
            loaders = JsonSerializer.Deserialize(RegularFile.Bytes(path, MediaLimits.DescriptionBytes), LoaderJson.Default.LoaderArray) ?? [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartException(
                $"the list of boot loaders {path} cannot be read ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}); set BootFilesDirectory to the folder "
                    + "that holds it");
        }

        var missing = loaders.Where(loader => loader.Required && !loader.IsHere).ToList();
        return missing.Count == 0
            ? new LoaderLibrary(loaders)
            : throw new StartException(
                $"boot loader {string.Join(", ", missing.Select(loader => loader.Name))} is missing; install "
                    + $"{string.Join(" and ", missing.Select(loader => loader.Package).Distinct())}, for example \"apt-get install "
                        + $"{string.Join(' ', missing.Select(loader => loader.Package).Distinct())}\"");
    }

    /// <summary>Loaders that a host can be sent through by attribute only, and whose package is not installed.</summary>
    /// <remarks>What only serves another loader is not missed where that one is not here either.</remarks>
    public IEnumerable<Loader> Absent => _loaders.Values
        .Where(loader => !loader.IsHere && (loader.For is null || _loaders.GetValueOrDefault(loader.For) is { IsHere: true }))
        .OrderBy(loader => loader.Name, StringComparer.Ordinal);

    /// <summary>The package that brings a loader; null when it is none of the list.</summary>
    public string? PackageOf(string name) => _loaders.GetValueOrDefault(name)?.Package;

    /// <summary>Finds a loader by its name in the boot root.</summary>
    /// <returns>Null when there is none of that name or its package is not installed.</returns>
    public BootFile? Find(ReadOnlySpan<char> name)
    {
        if (!_byName.TryGetValue(name, out var loader))
        {
            return null;
        }

        foreach (var path in loader.Paths)
        {
            if (_folders.GetValueOrDefault(Path.GetDirectoryName(path)!)?.Find(Path.GetFileName(path)) is BootFile.OnDisk found)
            {
                return found;
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var folder in _folders.Values)
        {
            folder.Dispose();
        }
    }
}

/// <summary>Reads the list without reflection, whose machinery a daemon that never needs it again would keep.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Loader[]))]
internal sealed partial class LoaderJson : JsonSerializerContext;
