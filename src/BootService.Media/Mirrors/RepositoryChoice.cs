using BootService.Core;
using BootService.Core.Repositories;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>Finds a repository by its id in the files that yum and dnf read.</summary>
public static class RepositoryChoice
{
    /// <summary>Where they lie unless a command says otherwise.</summary>
    public const string Folder = "/etc/yum.repos.d";

    private const int MostSaid = 10;

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
                : throw new RefusedException(
                    OutOfSight.ClosedFolder(path) is not null
                        ? OutOfSight.Sentence(path)
                        : $"there is no {path} to look \"{id}\" up in: put its .repo file there, or name it with repoconfig=");
            var known = new List<RepoFile>();
            foreach (var file in files)
            {
                using var text = new StringReader(RegularFile.Text(file, MediaLimits.DescriptionBytes));
                known.AddRange(RepoFile.Parse(text, arch, release));
            }

            return Checked(known.Find(repository => repository.Id == id) ?? throw Unknown(id, path, known), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot read {path}: {fault.Message.TrimEnd('.')}");
        }
    }

    private static RefusedException Unknown(string id, string path, List<RepoFile> known)
    {
        var ids = known.Select(repository => repository.Id).ToArray();
        var instead = Spelling.Nearest(id, ids) is { } near ? $": did you mean \"{near}\"?"
            : ids.Length > 0 ? $"; there is {string.Join(", ", ids.Take(MostSaid))}"
            : string.Empty;
        return new RefusedException($"no repository in {path} has the id \"{id}\"{instead}");
    }

    /// <summary>What a file demands is kept or refused, never passed over.</summary>
    private static RepoFile Checked(RepoFile repository, string path)
    {
        if (repository.UnknownVariables.ToArray() is { Length: > 0 } unknown)
        {
            var named = string.Join(" and ", unknown.Select(name => $"${name}"));
            throw new RefusedException(unknown.All(name => name.StartsWith("releasever", StringComparison.OrdinalIgnoreCase))
                ? $"repository \"{repository.Id}\" in {path} lies at an address with {named}: say release= for what it stands for"
                : $"repository \"{repository.Id}\" in {path} lies at an address with {named}, which has no value here: write what it stands for into the file");
        }

        return repository.Unkept is [var first, ..]
            ? throw new RefusedException($"repository \"{repository.Id}\" in {path} says {first}, which cannot be kept here: take it out if you can do without")
            : repository;
    }
}
