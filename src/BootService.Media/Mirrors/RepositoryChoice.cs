using BootService.Core;
using BootService.Core.Repositories;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>Finds a repository by its id in the files that yum and dnf read.</summary>
public static class RepositoryChoice
{
    /// <summary>Where they lie unless a command says otherwise.</summary>
    public const string Folder = "/etc/yum.repos.d";

    /// <summary>Finds it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="path">A file, or a folder of <c>.repo</c> files.</param>
    /// <param name="arch">What <c>$basearch</c> stands for.</param>
    /// <param name="release">What <c>$releasever</c> stands for; null when nobody said.</param>
    /// <exception cref="RefusedException">None has it, or they cannot be read.</exception>
    public static RepoFile Find(string id, string path, string arch, string? release)
    {
        try
        {
            string[] files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.repo").Order(StringComparer.Ordinal)]
                : File.Exists(path) ? [path]
                : throw new RefusedException(OutOfSight.ClosedFolder(path) is not null ? OutOfSight.Sentence(path) : $"there is no {path} to look \"{id}\" up in: put its .repo file there, or name it with repoconfig=");
            var known = new List<RepoFile>();
            foreach (var file in files)
            {
                using var text = File.OpenText(file);
                known.AddRange(RepoFile.Parse(text, arch, release));
            }

            return known.Find(repository => repository.Id == id)
                ?? throw new RefusedException($"no repository in {path} has the id \"{id}\"{(Spelling.Nearest(id, known.Select(repository => repository.Id)) is { } near ? $": did you mean \"{near}\"?" : known.Count > 0 ? $"; there is {string.Join(", ", known.Select(repository => repository.Id).Take(10))}" : string.Empty)}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot read {path}: {fault.Message.TrimEnd('.')}");
        }
    }
}
