using System.Security.Cryptography;
using BootService.Core;
using BootService.Core.Sites;
using BootService.Core.Stores;

namespace BootService.Sites;

/// <summary>Makes the files of the site here what they are at another frontend. Nothing is touched before all that is missing has come, whole.</summary>
internal sealed class SiteTaking(SiteFolder folder, ISharedSites shared)
{
    /// <summary>Where what gave way is kept until the next time.</summary>
    public const string Kept = ".before-push";

    private const string Incoming = ".pushed";

    /// <summary>Takes them.</summary>
    /// <param name="from">The frontend that pushes.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How many files were changed, added or taken away.</returns>
    /// <exception cref="RefusedException">What it laid out is not what it says it has.</exception>
    /// <exception cref="IOException">They cannot be written here.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written here.</exception>
    public async Task<int> TakeAsync(string from, CancellationToken cancel)
    {
        var (own, theirs) = (folder.Look(), await shared.ListAsync(from, cancel));
        var coming = theirs.All.Where(file => !own.Has(file)).ToArray();
        var incoming = Path.Combine(folder.Root, Incoming);
        Delete(incoming);
        try
        {
            foreach (var file in coming)
            {
                await FetchAsync(from, file, Path.Combine(incoming, file.Path), cancel);
            }

            return Place(incoming, coming, [.. own.All.Where(file => !theirs.Knows(file.Path))]);
        }
        finally
        {
            Delete(incoming);
        }
    }

    private async Task FetchAsync(string from, SiteFile file, string into, CancellationToken cancel)
    {
        if (!SiteFiles.IsPath(file.Path))
        {
            throw new RefusedException($"{from} names {file.Path}, which is no file of a site");
        }

        var content = await shared.TakeAsync(from, file, cancel)
            ?? throw new RefusedException($"{file.Path} changed at {from} while it was pushed: push again");
        if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.Digest)
        {
            throw new RefusedException($"{file.Path} came from {from} with another content than it has there: push again");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(into)!);
        await File.WriteAllBytesAsync(into, content, cancel);
    }

    private int Place(string incoming, SiteFile[] coming, SiteFile[] leaving)
    {
        if (coming.Length + leaving.Length == 0)
        {
            return 0;
        }

        var kept = Path.Combine(folder.Root, Kept);
        Delete(kept);
        foreach (var file in coming.Concat(leaving))
        {
            var (place, old) = (Path.Combine(folder.Root, file.Path), Path.Combine(kept, file.Path));
            if (File.Exists(place))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(old)!);
                File.Copy(place, old);
            }
        }

        foreach (var file in coming)
        {
            var place = Path.Combine(folder.Root, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(Path.Combine(incoming, file.Path), place, overwrite: true);
        }

        foreach (var file in leaving)
        {
            File.Delete(Path.Combine(folder.Root, file.Path));
        }

        return coming.Length + leaving.Length;
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
