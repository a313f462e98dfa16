namespace BootService.Core.Profiles.Emit;

/// <summary>
/// A keyboard under both names that it has: consoles load a map, such as <c>de-latin1</c> or <c>uk</c>, and X a layout with a variant, such as <c>gb</c> or
/// <c>de</c> with <c>nodeadkeys</c>. Kickstart's word may be of either kind, and other installers know one kind only.
/// </summary>
/// <param name="Console">The console's map.</param>
/// <param name="Layout">X's layout.</param>
/// <param name="Variant">The layout's variant; empty for the usual one.</param>
internal sealed record KeyboardName(string Console, string Layout, string Variant)
{
    /// <summary>The keyboard that nobody has chosen.</summary>
    public static KeyboardName Usual { get; } = new("us", "us", "");

    /// <summary>What goes from one layout to the next where nobody said.</summary>
    private const string UsualChange = "grp:alt_shift_toggle";

    /// <summary>Maps that are called otherwise than their layout, as in systemd-localed's table (kbd-model-map); of several the first.</summary>
    private static readonly KeyboardName[] Known =
    [
        .. """
            be-latin1=be br-abnt2=br cf=ca croat=hr cz-lat2=cz(qwerty) cz-us-qwertz=cz de-latin1=de de-latin1-nodeadkeys=de(nodeadkeys) dk-latin1=dk
            dvorak=us(dvorak) es-dvorak=es(dvorak) et=ee fr-latin9=fr(latin9) fr-latin1=fr fr-pc=fr fr_CH=ch(fr) fr_CH-latin1=ch(fr) hu101=hu(qwerty)
            is-latin1=is it2=it it-ibm=it jp106=jp ko=kr la-latin1=latam lt.baltic=lt lt.l4=lt lv-tilde=lv(tilde) pl2=pl pt-latin1=pt ro-std=ro(std)
            ro-cedilla=ro(cedilla) ro-std-cedilla=ro(std_cedilla) sg-latin1=ch(de_nodeadkeys) sg=ch(de_nodeadkeys) sk-qwerty=sk(qwerty) sk-qwertz=sk
            slovene=si sr-latin=rs(latin) sr-cy=rs sv-latin1=se trq=tr trf=tr(f) uk=gb us-acentos=us(intl)
            """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Pair),
    ];

    /// <summary>The keyboard that a command <c>keyboard</c> means, of several the one that is in force; null when it names none.</summary>
    public static KeyboardName? Of(IReadOnlyList<string> words) => All(words) is [var first, ..] ? first : null;

    /// <summary>The keyboards that a command <c>keyboard</c> means, the one that is in force first.</summary>
    public static IReadOnlyList<KeyboardName> All(IReadOnlyList<string> words)
    {
        var map = List(words.Option("--vckeymap")) is [var first, ..] ? first : null;
        var layouts = List(words.Option("--xlayouts"));
        var plain = List(string.Join(' ', words.Plain("keyboard")));
        return layouts.Length > 0 ? [.. layouts.Select((layout, at) => ByLayout(layout, at == 0 ? map : null))]
            : [.. (map is not null ? [map] : plain).Select(ByMap)];
    }

    /// <summary>Several keyboards as kickstart has them: <c>'us','de (nodeadkeys)'</c>.</summary>
    public static string InKickstart(IEnumerable<KeyboardName> keyboards) =>
        string.Join(',', keyboards.Select(one => one.Variant.Length == 0 ? $"'{one.Layout}'" : $"'{one.Layout} ({one.Variant})'"));

    /// <summary>The file <c>/etc/default/keyboard</c> (keyboard(5)), by which systems made of Debian set consoles and X.</summary>
    /// <param name="keyboards">The keyboards, the one that is in force first.</param>
    /// <param name="change">What goes from one to the next; null for what most have.</param>
    public static string File(IReadOnlyList<KeyboardName> keyboards, string? change) =>
        $"XKBMODEL=\"pc105\"\nXKBLAYOUT=\"{string.Join(',', keyboards.Select(one => one.Layout))}\"\n"
            + $"XKBVARIANT=\"{(keyboards.Any(one => one.Variant.Length > 0) ? string.Join(',', keyboards.Select(one => one.Variant)) : "")}\"\n"
            + $"XKBOPTIONS=\"{(keyboards.Count > 1 ? change ?? UsualChange : change)}\"\nBACKSPACE=\"guess\"\n";

    /// <summary>The layout with its variant in brackets behind it, as Debian's installer has it.</summary>
    public string WithVariant() => Variant.Length == 0 ? Layout : $"{Layout}({Variant})";

    private static KeyboardName ByLayout(string text, string? map)
    {
        var (layout, variant) = Parts(text);
        return new KeyboardName(
            map ?? Known.FirstOrDefault(one => one.Layout == layout && one.Variant == variant)?.Console
                ?? (variant.Length == 0 ? layout : $"{layout}-{variant}"),
            layout, variant);
    }

    private static KeyboardName ByMap(string name)
    {
        if (name.Contains('(', StringComparison.Ordinal))
        {
            return ByLayout(name, map: null);
        }

        name = Word(name);
        if (Known.FirstOrDefault(one => one.Console == name) is { } known)
        {
            return known;
        }

        // Maps made of X's layouts are called layout-variant; in older names a character set stands there.
        return name.Split('-', 2) is [{ Length: 2 } layout, { Length: > 0 } rest]
            ? new KeyboardName(name, layout, IsCharacterSet(rest) ? "" : rest)
            : ByLayout(name, map: null);
    }

    private static bool IsCharacterSet(string word) => word.StartsWith("lat", StringComparison.Ordinal)
        || word.StartsWith("utf", StringComparison.OrdinalIgnoreCase) || word.StartsWith("cp", StringComparison.Ordinal);

    private static KeyboardName Pair(string text)
    {
        var (layout, variant) = Parts(text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return new KeyboardName(text[..text.IndexOf('=', StringComparison.Ordinal)], layout, variant);
    }

    private static (string Layout, string Variant) Parts(string text) => text.IndexOf('(', StringComparison.Ordinal) is var open and > 0
        ? (Word(text[..open]), Word(text[(open + 1)..].Trim(' ', ')')))
        : (Word(text), "");

    private static string Word(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";

    private static string[] List(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(one => Word(one).Length > 0)];
}
