using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace BootService.Core.Repositories;

/// <summary>A file that the <c>Release</c> of a suite vouches for.</summary>
/// <param name="Path">Its path below the suite's folder.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sum">What it adds up to.</param>
public sealed record AptFile(string Path, long Size, Checksum Sum);

/// <summary>The <c>Release</c> of a suite of an apt repository: what it calls itself, and what its lists of packages add up to.</summary>
public sealed class AptRelease
{
    private const int Sha256Digits = 64;

    private readonly FrozenDictionary<string, string> _values;
    private readonly FrozenDictionary<string, AptFile> _files;

    private AptRelease(string text, AptSuite suite, FrozenDictionary<string, string> values, FrozenDictionary<string, AptFile> files) =>
        (Text, Suite, _values, _files) = (text, suite, values, files);

    /// <summary>The whole of it.</summary>
    public string Text { get; }

    /// <summary>The suite it is of.</summary>
    public AptSuite Suite { get; }

    /// <summary>Who made it, as it says: <c>Debian</c>, <c>Ubuntu</c>; empty when it does not.</summary>
    public string Origin => _values.GetValueOrDefault("Origin", string.Empty);

    /// <summary>Whether lists lie under their own sums too, so that one that is fetched meanwhile does not change.</summary>
    public bool HasSumNames => _values.GetValueOrDefault("Acquire-By-Hash") is { } yes && yes.Equals("yes", StringComparison.OrdinalIgnoreCase);

    /// <summary>The part that the packages of a flat repository, which has none, are of in its mirror.</summary>
    public const string FlatComponent = "main";

    /// <summary>What a list is called in each of its forms, the smallest first.</summary>
    public static ImmutableArray<string> ListNames { get; } = ["Packages.xz", "Packages.gz", "Packages"];

    /// <summary>Reads one.</summary>
    /// <param name="name">The folder it lies in.</param>
    /// <param name="text">Its text, without a signature around it.</param>
    /// <returns>Null when it names neither parts nor architectures, or no SHA-256 sums.</returns>
    public static AptRelease? Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return AptSuite.Parse(name, text) is { } suite && Of(suite, text) is { _files.Count: > 0 } release ? release : null;
    }

    /// <summary>Reads that of a flat repository, which need not have parts, architectures, sums or anything else.</summary>
    /// <param name="name">The suite that it is to be in its mirror.</param>
    /// <param name="text">Its text, without a signature around it; empty where it has none.</param>
    public static AptRelease ParseFlat(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n').Where(line => !line.StartsWith("Suite:", StringComparison.OrdinalIgnoreCase)).Prepend($"Suite: {name}");
        return Of(new AptSuite(name, string.Empty, string.Empty, [FlatComponent], []), string.Join('\n', lines));
    }

    private static AptRelease Of(AptSuite suite, string text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var files = new Dictionary<string, AptFile>(StringComparer.Ordinal);
        var isSums = false;
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                isSums = colon > 0 && line.AsSpan(0, colon).Equals("SHA256", StringComparison.OrdinalIgnoreCase);
                _ = colon > 0 && values.TryAdd(line[..colon], line[(colon + 1)..].Trim());
            }
            else if (isSums && line.Split(
                ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [{ Length: Sha256Digits } sum, var size, var path]
                && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                && IsInside(path = Plain(path)) && sum.All(char.IsAsciiHexDigit))
            {
                files[path] = new AptFile(path, length, new Checksum("sha256", sum.ToLowerInvariant()));
            }
        }

        return new AptRelease(text, suite, values.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), files.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>A file it vouches for; null when it knows none of that path.</summary>
    public AptFile? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>The folders of lists that a part has for machines of an architecture: packages, those for every machine, and the installer's own.</summary>
    public IEnumerable<string> ListFolders(string component, string architecture) =>
        new[] { $"{component}/binary-{architecture}", $"{component}/binary-all", $"{component}/debian-installer/binary-{architecture}" }
            .Where(folder => Lists(folder).Any());

    /// <summary>The forms of the list in a folder, the smallest first.</summary>
    public IEnumerable<AptFile> Lists(string folder) =>
        ListNames.Select(name => Find(folder.Length == 0 ? name : $"{folder}/{name}")).OfType<AptFile>();

    /// <summary>
    /// Lines of it that are kept when its lists are made anew, in order: all but its sums, its end of validity, and where its names by sums are.
    /// </summary>
    public ImmutableArray<string> Heading =>
        [.. Text.Split('\n').Where(line => line.Length > 0 && !char.IsWhiteSpace(line[0]) && line.Split(':') is [var key, _, ..]
        && key.ToLowerInvariant() is not ("md5sum" or "sha1" or "sha256" or "sha512" or "valid-until" or "acquire-by-hash" or "components"
            or "architectures"))];

    /// <summary>A path as flat repositories write it, without the folder itself before it.</summary>
    public static string Plain(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }

    /// <summary>Whether a path of a repository leads to nowhere else.</summary>
    public static bool IsInside(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length > 0 && !path.AsSpan().ContainsAny('\0', '\\', '\n') && path.Split('/').All(part => part is not ("" or "." or ".."));
    }
}
