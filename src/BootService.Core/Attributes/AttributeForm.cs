using System.Globalization;
using BootService.Protocols.Net;

namespace BootService.Core.Attributes;

/// <summary>What the value of a well-known attribute must be, so that none of its readers meets one it does not understand.</summary>
/// <param name="Says">The end of a sentence that begins "must be".</param>
/// <param name="Accepts">Whether a value, without the blanks around it and never empty, can be.</param>
/// <param name="Words">The words it is made of, for whoever misspelt one; empty when they are not counted.</param>
public sealed record AttributeForm(string Says, Predicate<string> Accepts, IReadOnlyList<string> Words)
{
    private const int MostInstallerWords = 750;
    private const string MarksOfShells = "\" ' $ ` \\ ; | & < > { }";

    private static readonly string[] TruthWords = ["true", "false", "yes", "no", "on", "off", "y", "n", "1", "0"];

    /// <summary>Yes or no, in any of the spellings that conditions understand.</summary>
    public static AttributeForm Flag { get; } = new("true or false", value => Truth(value) is not null, TruthWords);

    /// <summary>What one of the words that <see cref="Flag"/> takes says, as every reader of such an attribute reads it; null for any other text.</summary>
    public static bool? Truth(string? value) => value?.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "y" or "1" => true,
        "false" or "no" or "off" or "n" or "0" => false,
        _ => null,
    };

    /// <summary>IPv4 addresses with commas or blanks between them.</summary>
    public static AttributeForm Addresses { get; } =
        new("IPv4 addresses with commas or blanks between them", value => Pieces(value).All(piece => Ipv4.TryParse(piece, null, out _)), []);

    /// <summary>The SHA-256 of a certificate.</summary>
    public static AttributeForm Fingerprint { get; } = new(
        "a SHA-256: 64 hexadecimal digits, colons between them or not",
        value => value.Replace(":", string.Empty, StringComparison.Ordinal) is { Length: 64 } digits && digits.All(char.IsAsciiHexDigit),
        []);

    /// <summary>The names of a language and a country, <c>C</c>, or a language of no country that systems have, with a character set if need be.</summary>
    public static AttributeForm Locale { get; } = new("a language such as en_US.UTF-8, or C.UTF-8", IsLocale, []);

    /// <summary>A keyboard's name, or the installer's own options for one.</summary>
    public static AttributeForm Keyboard { get; } = new(
        "a keyboard such as us or de-latin1, several with commas between them, or the installer's options that begin with --",
        value => value.StartsWith("--", StringComparison.Ordinal) ? !value.Any(char.IsControl)
            : value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '(' or ')' or ' ' or ','),
        []);

    /// <summary>
    /// Words for the kernel of an installed system. They stand between double quotes in a kickstart and in /etc/default/grub, which a shell reads, and bare in
    /// the <c>linux</c> command of the grub.cfg that is made of it: what means something to any of the three arrives as another word, or leaves the machine
    /// without a menu (GRUB manual, "Quoting").
    /// </summary>
    public static AttributeForm KernelWords { get; } = new(
        $"words for a kernel on one line, with none of {MarksOfShells} among them and none that begins with #: a shell and GRUB read them on the installed "
            + "system",
        value => !value.Any(letter => char.IsControl(letter) || (letter != ' ' && MarksOfShells.Contains(letter, StringComparison.Ordinal)))
            && !value.Split(' ').Any(word => word.StartsWith('#')),
        []);

    /// <summary>
    /// Words that a loader gives the kernel of an installer. With what else stands there (a boot action's words, addresses, a card) they fit the 2,048
    /// octets that a kernel looks at.
    /// </summary>
    public static AttributeForm InstallerWords { get; } = new(
        $"words for a kernel in printable ASCII, at most {MostInstallerWords} characters, none of them ;, || or && and none that begins with #: iPXE would end "
            + "the kernel's command there; and without ${, apostrophes and backslashes, which iPXE and GRUB do not pass on as they stand",
        value => value.Length <= MostInstallerWords && value.All(letter => letter is >= ' ' and <= '~') && Boot.KernelArguments.CommandEnd(value) is null
            && Boot.KernelArguments.Altered(value) is null,
        []);

    /// <summary>Consoles as kernels name them, with blanks between them.</summary>
    public static AttributeForm Consoles { get; } = new(
        "consoles such as ttyS0,115200 or tty0, with blanks between them",
        value => value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or ',' or '.' or ':' or '-' or '_' or '/'),
        []);

    /// <summary>Names or addresses of servers with commas or blanks between them.</summary>
    public static AttributeForm Servers { get; } = new(
        "names or addresses of servers with commas or blanks between them",
        value => Pieces(value)
            .All(piece => piece.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or ':') && piece[0] is not ('-' or '.')),
        []);

    /// <summary>A time zone; one that this machine's own list has, where it has one.</summary>
    public static AttributeForm TimeZone { get; } = new("a time zone such as Europe/Berlin or UTC", IsTimeZone, []);

    /// <summary>One of these words, in any case where <paramref name="anyCase"/> says so.</summary>
    public static AttributeForm OneOf(IReadOnlyList<string> words, bool anyCase = false) =>
        new(Or(words), value => words.Contains(value, anyCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal), words);

    /// <summary>One of these words, or yes or no.</summary>
    public static AttributeForm FlagOr(params IReadOnlyList<string> words) =>
        new(Or(["true", "false", .. words]), value => Truth(value) is not null || words.Contains(value, StringComparer.Ordinal), [.. words, .. TruthWords]);

    /// <summary>Any of these words, with blanks between them.</summary>
    public static AttributeForm AnyOf(IReadOnlyList<string> words) =>
        new($"of {string.Join(", ", words)}, with blanks between them", value => Pieces(value).All(piece => words.Contains(piece, StringComparer.Ordinal)),
            words);

    /// <summary>A whole number within bounds.</summary>
    public static AttributeForm Number(int least, int most) => new(
        $"a whole number from {least} to {most}",
        value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most,
        []);

    /// <summary>
    /// Why a value cannot be, as the end of a sentence: <c>must be auto, grub or shim: did you mean "grub"?</c>; null when it can. An empty one always can: it
    /// is as if nothing were set.
    /// </summary>
    public string? WhyNot(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var bare = value.Trim();
        if (bare.Length == 0 || Accepts(bare))
        {
            return null;
        }

        var wrong = Pieces(bare).FirstOrDefault(piece => !Words.Contains(piece, StringComparer.Ordinal)) ?? bare;
        return $"must be {Says}{Spelling.DidYouMean(wrong, Words)}";
    }

    private static bool IsLocale(string value)
    {
        var name = value.Split('.', '@')[0];
        var isNamed = name is "C" or "POSIX" or "eo" or "syr" or "tok"
            || (name.Split('_') is [{ Length: 2 or 3 } language, { Length: 2 } country] && language.All(char.IsAsciiLetterLower)
                && country.All(char.IsAsciiLetterUpper));
        return isNamed && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' or '@');
    }

    private static bool IsTimeZone(string value)
    {
        const string Known = "Europe/Berlin";
        var isShaped = char.IsAsciiLetter(value[0]) && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+')
            && !value.Contains("//", StringComparison.Ordinal) && value[^1] != '/';
        return isShaped && (TimeZoneInfo.TryFindSystemTimeZoneById(value, out _) || !TimeZoneInfo.TryFindSystemTimeZoneById(Known, out _));
    }

    private static string[] Pieces(string value) => value.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string Or(IReadOnlyList<string> words) => words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
}
