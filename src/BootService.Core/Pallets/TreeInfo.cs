using System.Text;
using BootService.Core.Repositories;

namespace BootService.Core.Pallets;

/// <summary>The <c>.treeinfo</c> of installation media, an INI file (the keys of productmd 1.x and of the older <c>[general]</c>).</summary>
public sealed class TreeInfo
{
    /// <summary>How its file is called.</summary>
    public const string Name = ".treeinfo";

    /// <summary>How it is called where names with a dot are hidden.</summary>
    public const string PlainName = "treeinfo";

    private readonly Dictionary<(string Section, string Key), string> _values = [];

    private TreeInfo()
    {
    }

    /// <summary>What it calls the system: <c>CentOS</c>, <c>Red Hat Enterprise Linux</c>; null when it does not say.</summary>
    public string? Family => Value("general", "family") ?? Value("release", "name") ?? Value("product", "name");

    /// <summary>The release: <c>6.6</c>; null when it does not say.</summary>
    public string? Version => Value("general", "version") ?? Value("release", "version") ?? Value("product", "version");

    /// <summary>For which machines, as RPM names them; null when it does not say.</summary>
    public string? Arch => Value("general", "arch") ?? Value("tree", "arch");

    /// <summary>The kernel that boots its installer, relative to the medium; null when it names none.</summary>
    public string? Kernel => Arch is { } arch ? Value($"images-{arch}", "kernel") : null;

    /// <summary>The RAM disk of its installer, relative to the medium; null when it names none.</summary>
    public string? Initrd => Arch is { } arch ? Value($"images-{arch}", "initrd") : null;

    /// <summary>Which disc of several it is; 1 when it does not say.</summary>
    public int Disc => int.TryParse(Value("general", "discnum") ?? Value("media", "discnum"), out var disc) ? disc : 1;

    /// <summary>What the images add up to, by path; the rest of a tree has sums of its own.</summary>
    public IEnumerable<KeyValuePair<string, Checksum>> Checksums =>
        from pair in _values
        where pair.Key.Section == "checksums" && pair.Key.Key.StartsWith("images/", StringComparison.Ordinal)
        let colon = pair.Value.IndexOf(':', StringComparison.Ordinal)
        where colon > 0
        let sum = Checksum.Of(pair.Value[..colon], pair.Value[(colon + 1)..])
        where sum is not null
        select KeyValuePair.Create(pair.Key.Key, sum.Value);

    /// <summary>
    /// The files that it names, each once: the kernel and what else boots, the installer itself, whatever it has a sum of. Metadata of packages and images of
    /// whole discs are not among them.
    /// </summary>
    public IEnumerable<string> Files => _values
        .Select(
            pair => pair.Key.Section == $"images-{Arch}" || pair.Key.Section == "stage2"
                ? pair.Value
                : pair.Key.Section == "checksums"
                ? pair.Key.Key
                : string.Empty)
        .Where(path => path.Length > 0 && !path.EndsWith(".iso", StringComparison.Ordinal)
            && !path.EndsWith(RepositoryIndex.Location, StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal);

    /// <summary>The repositories it names, relative to the tree, each once; the tree itself, which is empty, comes first.</summary>
    public IEnumerable<string> Repositories => _values
        .Where(pair => pair.Key.Key == "repository"
            && (pair.Key.Section.StartsWith("variant-", StringComparison.Ordinal) || pair.Key.Section.StartsWith("addon-", StringComparison.Ordinal)))
        .Select(pair => pair.Value is "." ? string.Empty : pair.Value.TrimEnd('/'))
        .Prepend(string.Empty)
        .Distinct(StringComparer.Ordinal);

    /// <summary>What a file of the medium adds up to; null when it does not say.</summary>
    public Checksum? SumOf(string path) =>
        Value("checksums", path) is { } text && text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            ? Checksum.Of(text[..colon], text[(colon + 1)..])
            : null;

    /// <summary>The name of its pallet; null when it names no family.</summary>
    public string? PalletName => NameOf(Family);

    /// <summary>The name of a family's pallet: Stacki's where it had one, else the family's first word; null when there is no family.</summary>
    public static string? NameOf(string? family) => family switch
    {
        null => null,
        "Red Hat Enterprise Linux" => "RHEL",
        "CentOS Stream" => "CentOS-Stream",
        _ => Letters(family.Split(' ')[0]),
    };

    /// <summary>Reads one; whatever is no line of it is passed over.</summary>
    public static TreeInfo Parse(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var info = new TreeInfo();
        var section = string.Empty;
        while (text.ReadLine() is { } line)
        {
            line = line.Trim();
            if (line is ['[', .. var name, ']'])
            {
                section = name.Trim();
            }
            else if (line is not ['#', ..] and not [';', ..] && line.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            {
                info._values.TryAdd((section, line[..equals].TrimEnd()), line[(equals + 1)..].TrimStart());
            }
        }

        return info;
    }

    private static string? Letters(string word)
    {
        var kept = new StringBuilder();
        foreach (var letter in word.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            kept.Append(letter);
        }

        return kept.Length > 0 ? kept.ToString() : null;
    }

    private string? Value(string section, string key) => _values.TryGetValue((section, key), out var value) && value.Length > 0 ? value : null;
}
