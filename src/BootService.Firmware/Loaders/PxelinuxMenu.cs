namespace BootService.Firmware.Loaders;

/// <summary>One entry of a PXELINUX configuration.</summary>
internal sealed record PxelinuxEntry
{
    public string? Kernel { get; init; }

    public string? Module { get; init; }

    public string Append { get; init; } = string.Empty;

    public string? Initrd { get; init; }

    public int? LocalBoot { get; init; }

    public bool AppendsBootif { get; init; }
}

/// <summary>Reads as much of PXELINUX's configuration as decides what starts by itself (syslinux.txt).</summary>
internal static class PxelinuxMenu
{
    /// <summary>The entry that starts when nobody touches a key; null when there is none, with the reason.</summary>
    public static PxelinuxEntry? Default(string text, out string why)
    {
        string? chosen = null;
        var entries = new Dictionary<string, PxelinuxEntry>(StringComparer.OrdinalIgnoreCase);
        var label = string.Empty;
        var first = string.Empty;
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var space = line.IndexOfAny([' ', '\t']);
            var word = (space < 0 ? line : line[..space]).ToLowerInvariant();
            var rest = space < 0 ? string.Empty : line[space..].Trim();
            switch (word)
            {
                case "default" or "ontimeout":
                    chosen = rest;
                    break;
                case "label":
                    label = rest;
                    first = first.Length == 0 ? rest : first;
                    entries[label] = entries.GetValueOrDefault(string.Empty) ?? new PxelinuxEntry();
                    break;
                default:
                    entries[label] = Said(entries.GetValueOrDefault(label) ?? new PxelinuxEntry(), word, rest);
                    break;
            }
        }

        chosen ??= first;
        why = chosen.Length == 0 ? "it names no entry to start" : $"it starts entry \"{chosen}\", which it does not have";
        return entries.GetValueOrDefault(chosen) is { } entry && chosen.Length > 0 ? entry : null;
    }

    private static PxelinuxEntry Said(PxelinuxEntry entry, string word, string rest) => word switch
    {
        "kernel" or "linux" => entry with { Kernel = rest },
        "com32" => entry with { Module = rest },
        "append" => entry with { Append = rest },
        "initrd" => entry with { Initrd = rest },
        "localboot" => entry with { LocalBoot = int.TryParse(rest, out var kind) ? kind : 0 },
        "ipappend" or "sysappend" => entry with { AppendsBootif = int.TryParse(rest, out var bits) && (bits & 2) != 0 },
        _ => entry,
    };
}
