using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Media.Repositories;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>A repository to mirror: where it answers and what it holds.</summary>
/// <param name="Url">The address that locations start from; ends with a slash.</param>
/// <param name="Packages">Its packages.</param>
internal sealed record MirrorListing(Uri Url, IReadOnlyList<RpmPackage> Packages)
{
    /// <summary>Other addresses of the same repository, to be tried where the first has not what it names.</summary>
    public ImmutableArray<Uri> Others { get; init; } = [];

    /// <summary>The parts of its metadata; empty when it has none.</summary>
    public ImmutableArray<RepositoryPart> Parts { get; init; } = [];

    /// <summary>Where the list of its packages lies as it was fetched; null when it has none.</summary>
    public string? Primary { get; init; }

    /// <summary>Its index as it was fetched; null when it has none.</summary>
    public byte[]? Index { get; init; }
}

/// <summary>
/// Finds out what a repository holds: by its metadata, by those of the folder above when the address is the folder of packages, or by the web server's own
/// listing.
/// </summary>
/// <param name="web">Fetches.</param>
/// <param name="folder">Where metadata lie meanwhile.</param>
internal sealed partial class MirrorSource(MirrorWeb web, string folder)
{
    private const int MostMirrors = 10;
    private const int MostFolders = 2000;

    /// <summary>How an address ends that was copied from further down than the repository's folder.</summary>
    private static readonly string[] IndexEndings =
    [
        $"/{RepositoryIndex.Location}/", $"/{RepositoryIndex.Location[..RepositoryIndex.Location.IndexOf('/', StringComparison.Ordinal)]}/",
        "/.treeinfo/", "/treeinfo/",
    ];

    /// <summary>What the index adds up to as a metalink says; a server with another one is behind, or not to be believed.</summary>
    private ImmutableArray<Checksum> _indexes = [];

    /// <summary>Lists the repository that lies at the first address that answers.</summary>
    /// <exception cref="RefusedException">None of them does; the sentence names the last and why.</exception>
    public async Task<MirrorListing> ListAsync(IReadOnlyList<Uri> addresses, CancellationToken cancel)
    {
        var last = new RefusedException("the repository has no address");
        for (var at = 0; at < addresses.Count; at++)
        {
            try
            {
                return await ListAsync(addresses[at], cancel) with { Others = [.. addresses.Skip(at + 1)] };
            }
            catch (RefusedException fault)
            {
                last = fault;
            }
        }

        throw last;
    }

    /// <summary>The addresses of a repository, those of its lists of mirrors among them.</summary>
    public async Task<IReadOnlyList<Uri>> AddressesAsync(RepoFile repository, CancellationToken cancel)
    {
        var addresses = repository.BaseUrls.Select(url => web.NameFolder(Folder(url))).ToList();
        if (addresses.Count == 0 && (repository.MirrorList ?? repository.MetaLink) is { } list)
        {
            var at = web.Name(Address(list));
            addresses.AddRange(Mirrors(at, await web.TextAsync(at, MediaLimits.DescriptionBytes, cancel)));
            return addresses.Count > 0 ? addresses
                : throw new RefusedException($"{at} names no server of repository \"{repository.Id}\"; give the address of one with url=");
        }

        return addresses.Count > 0
            ? addresses
            : throw new RefusedException($"repository \"{repository.Id}\" has no baseurl, mirrorlist or metalink with an address");
    }

    /// <summary>The servers that the text at an address lists: a metalink, or nothing but an address a line. None where it is anything else.</summary>
    public async Task<IReadOnlyList<Uri>> FindListAsync(Uri address, CancellationToken cancel)
    {
        if (await web.FindAsync(address, MediaLimits.ListingBytes, cancel) is not { } bytes)
        {
            return [];
        }

        var text = Encoding.UTF8.GetString(bytes);
        return Metalink.IsOne(text) || text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .All(line => line.StartsWith('#') || (AnyAddress().Match(line) is { Success: true, Index: 0 } match && match.Length == line.Length))
            ? [.. Mirrors(address, text)]
            : [];
    }

    private IEnumerable<Uri> Mirrors(Uri at, string text) => Listed(at, text).Take(MostMirrors).Select(url => web.Folder(Folder(url)));

    /// <summary>The addresses of a list: of a metalink, or of a text that has one a line.</summary>
    private IEnumerable<string> Listed(Uri at, string text)
    {
        if (!Metalink.IsOne(text))
        {
            return AnyAddress().Matches(text).Select(match => WebUtility.HtmlDecode(match.Value))
                .Where(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length == 0)
                .Distinct(StringComparer.Ordinal);
        }

        try
        {
            var link = Metalink.Read(text);
            _indexes = link.Indexes;
            return link.Folders;
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            throw new RefusedException($"{at} is no metalink: {fault.Message.TrimEnd('.')}");
        }
    }

    /// <summary>
    /// An address as it was typed, with a slash at the end of its path; one that names the index, or the folder of it, is that of the repository. A query
    /// stays behind the path, and a fragment, which no server is told, goes.
    /// </summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static Uri Folder(string url)
    {
        var (path, query) = Parted(url);
        var folder = path.EndsWith('/') ? path : path + "/";
        var ending = IndexEndings.FirstOrDefault(ending => folder.EndsWith(ending, StringComparison.Ordinal));
        return Address((ending is null ? folder : folder[..^(ending.Length - 1)]) + query);
    }

    /// <summary>An address and its query. Names of files may have a question mark or a number sign in them.</summary>
    private static (string Path, string Query) Parted(string url)
    {
        var end = url.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? -1 : url.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? (url, string.Empty)
            : (url[..end], url[end..].Split('#', 2)[0] is { Length: > 1 } query ? query : string.Empty);
    }

    /// <summary>An address as it was typed.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static Uri Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "file"
            ? address
            : throw new RefusedException(
                $"{AddressRedaction.WithoutUser(url)} is no address: it begins with http://, https:// or file:// and goes on with a host and a path");

    /// <summary>Fetches a part of a repository's metadata to a file.</summary>
    /// <exception cref="RefusedException">It is not there, is not what the index says, or is larger than any.</exception>
    public static async Task FetchPartAsync(MirrorWeb web, Uri repository, RepositoryPart part, string path, CancellationToken cancel)
    {
        if (!Uri.TryCreate(repository, part.Location, out var at) || !repository.IsBaseOf(at))
        {
            throw new RefusedException($"{repository} has its {part.Type} at {part.Location}, which lies outside of it");
        }

        try
        {
            await web.FetchAsync(at, path, new FetchedFile(0, part.Checksum) { Most = MediaLimits.PartBytes, Witness = "the index" }, begun: false, cancel);
        }
        catch (RefusedException fault)
        {
            throw new RefusedException($"{fault.Message}: the repository is being changed, try again later");
        }
    }

    private async Task<MirrorListing> ListAsync(Uri address, CancellationToken cancel)
    {
        if (await ByMetadataAsync(address, cancel) is { } listing)
        {
            return listing;
        }

        var above = new Uri(address, "..");
        if (above != address && await ByMetadataAsync(above, cancel) is { } all)
        {
            var below = Uri.UnescapeDataString(above.MakeRelativeUri(address).ToString());
            var within = all.Packages.Where(package => package.Location.StartsWith(below, StringComparison.Ordinal)).ToList();
            if (within.Count > 0)
            {
                return all with { Packages = within };
            }
        }

        if (await WhyAptAsync(address, cancel) is { } why)
        {
            throw new RefusedException($"{address} {why}");
        }

        return new MirrorListing(address, await ByListingAsync(address, cancel));
    }

    /// <summary>
    /// Why an address that has a repository of apt's is not taken as it is; null when it has none, or nobody can tell. Asked before its folders are walked,
    /// which may be thousands.
    /// </summary>
    private async Task<string?> WhyAptAsync(Uri address, CancellationToken cancel)
    {
        try
        {
            return await IsThereAsync("InRelease") || await IsThereAsync("Release") || await IsThereAsync("Packages.gz") || await IsListAsync("Packages")
                ? "is a repository of apt without suites: say so by suite=./, as its line for apt does"
                : await IsThereAsync("dists/") ? "is a repository of apt: say which suite of it, such as suite=trixie"
                : null;
        }
        catch (RefusedException)
        {
            // Some servers forbid what is not there, and others to list folders.
            return null;
        }

        // Media of rpm's have a folder of that name.
        async Task<bool> IsListAsync(string name) => new Uri(address, name) is { IsFile: true } path ? File.Exists(path.LocalPath)
            : await web.FindAsync(new Uri(address, name), MediaLimits.ListingBytes, cancel) is { } list && list.AsSpan().StartsWith("Package: "u8);

        async Task<bool> IsThereAsync(string name) => new Uri(address, name) is { IsFile: true } path ? Path.Exists(path.LocalPath)
            : await web.FindAsync(new Uri(address, name), MediaLimits.ListingBytes, cancel) is not null;
    }

    private async Task<MirrorListing?> ByMetadataAsync(Uri address, CancellationToken cancel)
    {
        if (await web.FindAsync(new Uri(address, RepositoryIndex.Location), MediaLimits.DescriptionBytes, cancel) is not { } index)
        {
            return null;
        }

        if (!_indexes.IsEmpty && !_indexes.Any(sum => new FetchedFile(0, sum).Fault(index) is null))
        {
            throw new RefusedException(
                $"{new Uri(address, RepositoryIndex.Location)} is not what the metalink says the index adds up to: the server is behind, or not to be "
                    + "believed");
        }

        var parts = Parts(index, address);
        var primary = parts.FirstOrDefault(part => part.Type == "primary")
            ?? throw new RefusedException($"{new Uri(address, RepositoryIndex.Location)} names no list of packages");
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        await FetchPartAsync(web, address, primary, path, cancel);
        return new MirrorListing(
            address, RepositoryFiles.ReadPackages(primary.Location, path, address.ToString()))
        { Parts = parts, Primary = path, Index = index };
    }

    /// <summary>What a repository's index names.</summary>
    /// <exception cref="RefusedException">It is no index.</exception>
    public static ImmutableArray<RepositoryPart> Parts(byte[] index, Uri address)
    {
        try
        {
            using var stream = new MemoryStream(index);
            return RepositoryIndex.ReadParts(stream);
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            throw new RefusedException($"{new Uri(address, RepositoryIndex.Location)} is no repository index: {fault.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Walks the pages that a web server makes of folders, below the address only.</summary>
    private async Task<IReadOnlyList<RpmPackage>> ByListingAsync(Uri address, CancellationToken cancel)
    {
        var found = new SortedDictionary<string, RpmPackage>(StringComparer.Ordinal);
        var waiting = new Queue<Uri>([address]);
        var seen = new HashSet<Uri> { address };
        while (waiting.TryDequeue(out var folder) && seen.Count < MostFolders)
        {
            foreach (var link in await LinksAsync(folder, address, cancel))
            {
                if (!address.IsBaseOf(link) || link.Query.Length > 0 || link.Fragment.Length > 0)
                {
                    continue;
                }

                var location = Uri.UnescapeDataString(address.MakeRelativeUri(link).ToString());
                if (RpmPackage.FromFileName(location) is { } package)
                {
                    found[location] = found.Count < MediaLimits.Packages
                        ? package
                        : throw new RefusedException($"{address} lists more than {MediaLimits.Packages} packages");
                }
                else if (location.EndsWith('/') && seen.Add(link))
                {
                    waiting.Enqueue(link);
                }
            }
        }

        return found.Count > 0
            ? [.. found.Values]
            : throw new RefusedException($"{address} has neither {RepositoryIndex.Location} nor a listing with packages");
    }

    private async Task<IEnumerable<Uri>> LinksAsync(Uri folder, Uri start, CancellationToken cancel)
    {
        if (folder.IsFile)
        {
            return Directory.Exists(folder.LocalPath)
                ? FolderTree.Files(folder.LocalPath, ".rpm").Select(file => new Uri(file))
                : throw new RefusedException($"there is no directory {folder.LocalPath}");
        }

        if (await web.FindAsync(folder, MediaLimits.ListingBytes, cancel) is not { } page)
        {
            return folder == start ? throw new RefusedException($"{folder} is not there (404)") : [];
        }

        return Href().Matches(Encoding.UTF8.GetString(page))
            .Select(match => Uri.TryCreate(folder, WebUtility.HtmlDecode(match.Groups["url"].Value), out var link) ? link : null)
            .OfType<Uri>();
    }

    [GeneratedRegex("""href\s*=\s*["'](?<url>[^"']+)["']""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Href();

    [GeneratedRegex("""https?://[^\s<>"']+""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex AnyAddress();
}
