namespace BootService.Core.Networks;

/// <summary>The words of an interface's <c>options</c>, Stacki's column.</summary>
/// <remarks><c>dhcp</c>, <c>static</c>, <c>onboot=no</c>, <c>noreport</c> (not configured at all), <c>bridge</c>; <c>name=value</c> words of a bond are its
/// driver's.</remarks>
internal sealed class LinkOptions
{
    private static readonly string[] Modes = ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"];

    private readonly string[] _words;

    public LinkOptions(string? text) =>
        _words = (text ?? string.Empty).Replace("bonding-opts=", " ", StringComparison.Ordinal)
            .Split([' ', ',', '"', '\'', '\t'], StringSplitOptions.RemoveEmptyEntries);

    public bool Asks => Has("dhcp");

    public bool IsFixed => Has("static");

    public bool IsUnconfigured => Has("noreport");

    public bool IsBridge => Has("bridge");

    public bool Starts => !Has("onboot=no");

    /// <summary>The options of a bond's driver, with commas; what is said elsewhere left out.</summary>
    public string Bonding => string.Join(',', _words.Where(IsOfDriver));

    /// <summary>Whether there is a word that only a bond can have.</summary>
    public bool IsBond => Array.Exists(_words, word => word.StartsWith("mode=", StringComparison.Ordinal));

    /// <summary>Why the options of a bond cannot be; null when they can.</summary>
    public string? WhyNoBond()
    {
        if (Array.Find(_words, word => IsOfDriver(word) && !word.All(IsOfWord)) is { } odd)
        {
            return $"\"{odd}\" holds a character that no option of a bond has";
        }

        var mode = Array.Find(_words, word => word.StartsWith("mode=", StringComparison.Ordinal))?["mode=".Length..];
        return mode is null || Modes.Contains(mode) || (int.TryParse(mode, out var number) && number >= 0 && number < Modes.Length)
            ? null
            : $"mode {mode} of a bond does not exist{Spelling.DidYouMean(mode, Modes)}; there are 0 to {Modes.Length - 1}, or {string.Join(", ", Modes)}";
    }

    private static bool IsOfDriver(string word) => word.Contains('=', StringComparison.Ordinal) && !word.StartsWith("onboot=", StringComparison.Ordinal);

    private static bool IsOfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '=' or '_' or '-' or '+' or '.' or ':' or '/';

    private bool Has(string wanted) => Array.Exists(_words, word => word.Equals(wanted, StringComparison.OrdinalIgnoreCase));
}
