namespace BootService.Platform.Files;

/// <summary>Says of a path that seems to lead nowhere whether it is only this process that cannot see where it leads.</summary>
public static class OutOfSight
{
    private static readonly string[] Homes = ["/root", "/home", "/run/user"];

    /// <summary>The first folder on the way to a path that this process may not enter; null when the way is open, or ends before there is one.</summary>
    /// <param name="path">An absolute path.</param>
    public static string? ClosedFolder(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var way = new Stack<string>();
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(path)); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            way.Push(folder);
        }

        return way.FirstOrDefault(folder => RegularFile.Look(folder).Kind is FileKind.Folder && !LinuxCalls.May(folder, LinuxCalls.Enter));
    }

    /// <summary>Why a path leads nowhere, and what to do when it is only out of sight; without a full stop.</summary>
    /// <param name="path">An absolute path that this process finds nothing at.</param>
    public static string Sentence(string path)
    {
        if (ClosedFolder(path) is not { } closed)
        {
            return $"there is no {path}";
        }

        var why = Array.IndexOf(Homes, closed) >= 0 ? "it is kept out of home folders, and so of" : "its user may not enter";
        return $"the service cannot see {path}: {why} {closed}; put it where every user may read, such as /srv, and name it there";
    }
}
