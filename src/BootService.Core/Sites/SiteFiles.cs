using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace BootService.Core.Sites;

/// <summary>A file that the site put on a frontend: node XML, a cart's, a boot file.</summary>
/// <param name="Path">Its path below the export directory, with forward slashes: <c>site-profiles/default/1.0/nodes/extend-backend.xml</c>.</param>
/// <param name="Size">Its octets.</param>
/// <param name="Digest">SHA-256 of its content, in lower-case hexadecimal digits.</param>
public readonly record struct SiteFile(string Path, long Size, string Digest)
{
    /// <summary>Whether profiles are made of it: a host that is armed where it differs installs something else.</summary>
    public bool IsOfProfiles =>
        Path.StartsWith("site-profiles/", StringComparison.Ordinal) || Path.Split('/') is ["carts", _, "nodes" or "graph" or "include", _, ..];
}

/// <summary>The files that the site put on one frontend, by their paths. Two frontends that have the same have the same digests.</summary>
public sealed class SiteFiles
{
    private readonly ImmutableSortedDictionary<string, SiteFile> _byPath;

    private SiteFiles(ImmutableSortedDictionary<string, SiteFile> byPath) => _byPath = byPath;

    /// <summary>The folders below the export directory that hold them.</summary>
    public static ImmutableArray<string> Folders { get; } = ["site-profiles", "carts", "bootfiles"];

    /// <summary>All of them, in the order of their paths.</summary>
    public IEnumerable<SiteFile> All => _byPath.Values;

    /// <summary>What all of them are told apart by.</summary>
    public string Digest => field ??= DigestOf(_byPath.Values);

    /// <summary>What those are told apart by that profiles are made of.</summary>
    public string ProfileDigest => field ??= DigestOf(_byPath.Values.Where(file => file.IsOfProfiles));

    /// <summary>The files of a frontend.</summary>
    public static SiteFiles Of(IEnumerable<SiteFile> files) => new(files.ToImmutableSortedDictionary(file => file.Path, file => file, StringComparer.Ordinal));

    /// <summary>Whether this very content is here under this path.</summary>
    public bool Has(SiteFile file) => _byPath.TryGetValue(file.Path, out var own) && own.Digest == file.Digest;

    /// <summary>Whether there is a file of this path.</summary>
    public bool Knows(string path) => _byPath.ContainsKey(path);

    /// <summary>The paths that another frontend has with another content, or not at all, or alone; in their order.</summary>
    public IEnumerable<SiteFile> Unlike(SiteFiles other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return All.Where(file => !other.Has(file)).Concat(other.All.Where(file => !Knows(file.Path))).OrderBy(file => file.Path, StringComparer.Ordinal);
    }

    /// <summary>
    /// Whether a path can be one of a site's file: below one of its folders, and in no hidden one. What another frontend says is looked at by this before
    /// anything is written by it.
    /// </summary>
    public static bool IsPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/');
        return parts.Length > 1 && Folders.Contains(parts[0]) && parts.All(part => !IsPassing(part) && part.Length > 0 && !part.Any(char.IsControl));
    }

    /// <summary>Whether a name is that of a hidden file, or of what an editor leaves beside the file that it has open: it is nobody's content.</summary>
    public static bool IsPassing(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith('.') || name.EndsWith('~');
    }

    private static string DigestOf(IEnumerable<SiteFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Digest} {file.Path}\n"));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
