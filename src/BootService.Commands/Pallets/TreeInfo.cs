using System.Text;

namespace BootService.Commands.Pallets;

/// <summary>The <c>.treeinfo</c> of installation media, an INI file (the keys of productmd 1.x and of the older <c>[general]</c>).</summary>
internal sealed class TreeInfo
{
    private readonly Dictionary<(string Section, string Key), string> _values = [];

    private TreeInfo()
    {
    }

    public string? Family => Value("general", "family") ?? Value("release", "name") ?? Value("product", "name");

    public string? Version => Value("general", "version") ?? Value("release", "version") ?? Value("product", "version");

    public string? Arch => Value("general", "arch") ?? Value("tree", "arch");

    public string? Kernel => Arch is { } arch ? Value($"images-{arch}", "kernel") : null;

    public string? Initrd => Arch is { } arch ? Value($"images-{arch}", "initrd") : null;

    /// <summary>The name of its pallet: Stacki's where it had one, else the family's first word; null when there is no family.</summary>
    public string? PalletName => Family switch
    {
        null => null,
        "Red Hat Enterprise Linux" => "RHEL",
        "CentOS Stream" => "CentOS-Stream",
        var family => Letters(family.Split(' ')[0]),
    };

    public static TreeInfo Parse(TextReader text)
    {
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
