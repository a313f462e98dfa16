using System.Security.Cryptography;
using BootService.Core.Sites;
using BootService.Platform.Files;
using BootService.Settings;

namespace BootService.Sites;

/// <summary>The files of the site as they lie here. What has not changed since the last look is not read again. Safe from any thread.</summary>
internal sealed class SiteFolder(DataFolders folders)
{
    private readonly Lock _gate = new();
    private Dictionary<string, (FileState State, SiteFile File)> _known = new(StringComparer.Ordinal);
    private SiteFiles _last = SiteFiles.Of([]);

    /// <summary>Where all of them lie.</summary>
    public string Root => folders.ExportDirectory;

    /// <summary>The files as they are now. Links are nobody's content, and hidden files neither.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read.</exception>
    public SiteFiles Look()
    {
        lock (_gate)
        {
            var now = new Dictionary<string, (FileState State, SiteFile File)>(_known.Count, StringComparer.Ordinal);
            var isSame = true;
            foreach (var name in SiteFiles.Folders.Where(name => Directory.Exists(Path.Combine(Root, name))))
            {
                foreach (var (below, state) in FolderTree.Entries(Path.Combine(Root, name)))
                {
                    var path = $"{name}/{below}";
                    if (state.Kind is FileKind.Regular && SiteFiles.IsPath(path))
                    {
                        var isKnown = _known.TryGetValue(path, out var known) && known.State == state;
                        now.Add(path, isKnown ? known : (state, Read(path, state.Length)));
                        isSame &= isKnown;
                    }
                }
            }

            _last = isSame && now.Count == _known.Count ? _last : SiteFiles.Of(now.Values.Select(pair => pair.File));
            _known = now;
            return _last;
        }
    }

    private SiteFile Read(string path, long length)
    {
        using var content = RegularFile.OpenStream(Path.Combine(Root, path));
        return new SiteFile(path, length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
