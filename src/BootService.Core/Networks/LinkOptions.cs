using BootService.Protocols.Net;

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

    /// <summary>The options of a bond's driver, with blanks between them; what is said elsewhere left out.</summary>
    public string Bonding => string.Join(' ', OfDriver());

    /// <summary>Whether there is a word that only a bond can have.</summary>
    public bool IsBond => Array.Exists(_words, word => word.StartsWith("mode=", StringComparison.Ordinal));

    /// <summary>Why the options of a bond cannot be; null when they can.</summary>
    public string? WhyNoBond()
    {
        if (OfDriver().Find(word => !word.All(IsOfWord)) is { } odd)
        {
            return $"\"{odd}\" holds a character that no option of a bond has";
        }

        var mode = Array.Find(_words, word => word.StartsWith("mode=", StringComparison.Ordinal))?["mode=".Length..];
        return mode is null || Modes.Contains(mode) || (int.TryParse(mode, out var number) && number >= 0 && number < Modes.Length)
            ? null
            : $"mode {mode} of a bond does not exist{Spelling.DidYouMean(mode, Modes)}; there are 0 to {Modes.Length - 1}, or {string.Join(", ", Modes)}";
    }

    /// <summary>The driver's words; addresses behind one that may hold several belong to it, whose commas are those between words.</summary>
    private List<string> OfDriver()
    {
        var words = new List<string>();
        foreach (var word in _words)
        {
            if (IsOfDriver(word))
            {
                words.Add(word);
            }
            else if (words is [.., var last] && last.StartsWith("arp_ip_target=", StringComparison.Ordinal) && Ipv4.TryParse(word, null, out _))
            {
                words[^1] = $"{last},{word}";
            }
        }

        return words;
    }

    private static bool IsOfDriver(string word) => word.Contains('=', StringComparison.Ordinal) && !word.StartsWith("onboot=", StringComparison.Ordinal);

    private static bool IsOfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '=' or ',' or '_' or '-' or '+' or '.' or ':' or '/';

    private bool Has(string wanted) => Array.Exists(_words, word => word.Equals(wanted, StringComparison.OrdinalIgnoreCase));
}
