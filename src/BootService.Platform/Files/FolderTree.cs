namespace BootService.Platform.Files;

/// <summary>A name below a folder.</summary>
/// <param name="Name">Its path below the folder.</param>
/// <param name="State">What it is.</param>
public readonly record struct FolderEntry(string Name, FileState State);

/// <summary>Walks folders. Links are names like any other and are never gone through, so that no tree is endless.</summary>
public static class FolderTree
{
    /// <summary>The folders that a path lies in, from the outermost on: <c>a</c> and <c>a/b</c> for <c>a/b/c</c>.</summary>
    /// <param name="path">A path below some folder.</param>
    public static IEnumerable<string> Above(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    /// <summary>Everything below a folder, each folder before what is in it, in the order of their names.</summary>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IEnumerable<FolderEntry> Entries(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var waiting = new Stack<string>([string.Empty]);
        while (waiting.TryPop(out var below))
        {
            var path = below.Length == 0 ? folder : Path.Combine(folder, below);
            var names = Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            var folders = new List<string>();
            foreach (var name in names)
            {
                var at = below.Length == 0 ? name : $"{below}/{name}";
                var state = RegularFile.LookAtName(Path.Combine(path, name));
                yield return new FolderEntry(at, state);
                if (state.Kind is FileKind.Folder)
                {
                    folders.Add(at);
                }
            }

            for (var last = folders.Count - 1; last >= 0; last--)
            {
                waiting.Push(folders[last]);
            }
        }
    }

    /// <summary>The absolute paths of the regular files below a folder whose names end in some way.</summary>
    /// <inheritdoc cref="Entries"/>
    public static IEnumerable<string> Files(string folder, string ending) =>
        Entries(folder).Where(entry => entry.State.Kind is FileKind.Regular && entry.Name.EndsWith(ending, StringComparison.Ordinal))
            .Select(entry => Path.Combine(folder, entry.Name));
}
