using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Media.Discs;

namespace BootService.Media.Mirrors;

/// <summary>A repository to mirror: where it answers and what it holds.</summary>
/// <param name="Url">Where locations of packages start from; ends with a slash.</param>
/// <param name="Packages">Its packages.</param>
internal sealed record MirrorListing(Uri Url, IReadOnlyList<RpmPackage> Packages)
{
    /// <summary>The parts of its metadata; empty when it has none.</summary>
    public ImmutableArray<RepositoryPart> Parts { get; init; } = [];

    /// <summary>The list of its packages as it was fetched; null when it has none.</summary>
    public byte[]? Primary { get; init; }
}

/// <summary>Finds out what a repository holds: by its metadata, by those of the folder above when the address is the folder of packages, or by the web server's own listing.</summary>
/// <param name="web">Fetches.</param>
internal sealed partial class MirrorSource(MirrorWeb web)
{
    private const int MostMetadata = 512 << 20;
    private const int MostFolders = 2000;

    /// <summary>Lists the repository that lies at the first address that answers.</summary>
    /// <exception cref="RefusedException">None of them does; the sentence names the last and why.</exception>
    public async Task<MirrorListing> ListAsync(IReadOnlyList<Uri> addresses, CancellationToken cancel)
    {
        var last = new RefusedException("the repository has no address");
        foreach (var address in addresses)
        {
            try
            {
                return await ListAsync(address, cancel);
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
        var addresses = repository.BaseUrls.Select(url => Folder(url)).ToList();
        if (addresses.Count == 0 && (repository.MirrorList ?? repository.MetaLink) is { } list)
        {
            var text = await web.TextAsync(Address(list), MostMetadata, cancel);
            addresses.AddRange(AnyAddress().Matches(text).Select(match => match.Value.EndsWith("/" + RepositoryIndex.Location, StringComparison.Ordinal) ? match.Value[..^RepositoryIndex.Location.Length] : match.Value)
                .Where(url => url.StartsWith("http", StringComparison.Ordinal)).Take(10).Select(url => Folder(url)));
        }

        return addresses.Count > 0 ? addresses : throw new RefusedException($"repository \"{repository.Id}\" has no baseurl, mirrorlist or metalink with an address");
    }

    /// <summary>An address as it was typed, with a slash at its end.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static Uri Folder(string url) => Address(url.EndsWith('/') ? url : url + "/");

    private static Uri Address(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "file"
            ? address
            : throw new RefusedException($"{url} is no address: it begins with http://, https:// or file:// and goes on with a host and a path{(url.Contains('$', StringComparison.Ordinal) ? "; say release= for what $releasever stands for" : string.Empty)}");

    /// <summary>Fetches a part of a repository's metadata.</summary>
    /// <exception cref="RefusedException">It is not there, or is not what the index says.</exception>
    public static async Task<byte[]> PartAsync(MirrorWeb web, Uri repository, RepositoryPart part, long most, CancellationToken cancel)
    {
        if (!Uri.TryCreate(repository, part.Location, out var at) || !repository.IsBaseOf(at))
        {
            throw new RefusedException($"{repository} has its {part.Type} at {part.Location}, which lies outside of it");
        }

        var bytes = await web.FindAsync(at, most, cancel) ?? throw new RefusedException($"{at} is not there, though the index names it: the repository is being changed, try again later");
        return part.Checksum is not { } sum || Sums.Of(bytes, sum.Algorithm) == sum
            ? bytes
            : throw new RefusedException($"{at} does not have the {sum.Algorithm} sum that the index states: the repository is being changed, try again later");
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
            var folder = Uri.UnescapeDataString(above.MakeRelativeUri(address).ToString());
            var within = all.Packages.Where(package => package.Location.StartsWith(folder, StringComparison.Ordinal)).ToList();
            if (within.Count > 0)
            {
                return all with { Packages = within };
            }
        }

        return new MirrorListing(address, await ByListingAsync(address, cancel));
    }

    private async Task<MirrorListing?> ByMetadataAsync(Uri address, CancellationToken cancel)
    {
        if (await IndexAsync(web, address, cancel) is not { } parts)
        {
            return null;
        }

        var primary = parts.FirstOrDefault(part => part.Type == "primary") ?? throw new RefusedException($"{new Uri(address, RepositoryIndex.Location)} names no list of packages");
        var bytes = await PartAsync(web, address, primary, MostMetadata, cancel);
        return new MirrorListing(address, RepositoryFiles.ReadPackages(primary.Location, bytes, address.ToString())) { Parts = parts, Primary = bytes };
    }

    /// <summary>Fetches what a repository's index names; null when there is no index.</summary>
    /// <exception cref="RefusedException">It is no index, or cannot be fetched.</exception>
    public static async Task<ImmutableArray<RepositoryPart>?> IndexAsync(MirrorWeb web, Uri address, CancellationToken cancel)
    {
        var at = new Uri(address, RepositoryIndex.Location);
        if (await web.FindAsync(at, MostMetadata, cancel) is not { } index)
        {
            return null;
        }

        try
        {
            using var stream = new MemoryStream(index);
            return RepositoryIndex.ReadParts(stream);
        }
        catch (XmlException fault)
        {
            throw new RefusedException($"{at} is no repository index: {fault.Message.TrimEnd('.')}");
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
                    found[location] = package;
                }
                else if (location.EndsWith('/') && seen.Add(link))
                {
                    waiting.Enqueue(link);
                }
            }
        }

        return found.Count > 0 ? [.. found.Values] : throw new RefusedException($"{address} has neither {RepositoryIndex.Location} nor a listing with packages");
    }

    private async Task<IEnumerable<Uri>> LinksAsync(Uri folder, Uri start, CancellationToken cancel)
    {
        if (folder.IsFile)
        {
            return Directory.Exists(folder.LocalPath)
                ? Directory.EnumerateFiles(folder.LocalPath, "*.rpm", SearchOption.AllDirectories).Select(file => new Uri(file))
                : throw new RefusedException($"there is no directory {folder.LocalPath}");
        }

        if (await web.FindAsync(folder, MostMetadata, cancel) is not { } page)
        {
            return folder == start ? throw new RefusedException($"{folder} is not there (404)") : [];
        }

        return Href().Matches(System.Text.Encoding.UTF8.GetString(page))
            .Select(match => Uri.TryCreate(folder, WebUtility.HtmlDecode(match.Groups["url"].Value), out var link) ? link : null)
            .OfType<Uri>();
    }

    [GeneratedRegex("""href\s*=\s*["'](?<url>[^"']+)["']""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Href();

    [GeneratedRegex("""https?://[^\s<>"']+""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex AnyAddress();
}
