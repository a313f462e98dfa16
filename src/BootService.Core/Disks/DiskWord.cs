using System.Globalization;

namespace BootService.Core.Disks;

/// <summary>
/// How people name a disk of a machine that nobody has looked into yet: <c>sda</c>, <c>/dev/disk/by-id/...</c>, <c>first</c> (of the alphabet),
/// <c>smallest</c>, <c>largest</c>, <c>serial=...</c>, <c>model~...</c>, <c>size&gt;500G</c>, <c>size&lt;2T</c>.
/// </summary>
/// <param name="Text">The word.</param>
public readonly record struct DiskWord(string Text)
{
    /// <summary>The smallest disk that belongs to the machine alone, which holds the system unless something is said.</summary>
    public static DiskWord Smallest => new("smallest");

    /// <summary>Why a text names no disk; null when it does.</summary>
    public string? WhyNot() => Text switch
    {
        "first" or "smallest" or "largest" => null,
        "" => "no disk is named",
        _ when Text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '\\' or '\'' or '"' or '`' or '$' or ';' or '&' or '|') =>
            $"\"{Text}\" holds a character that no name of a disk has",
        _ when After("serial=") is { Length: > 0 } || After("model~") is { Length: > 0 } => null,
        _ when (After("size>") ?? After("size<")) is { } size => Megabytes(size) is null ? $"\"{Text}\" must end in a size such as 500G or 2T" : null,
        ['/', 'd', 'e', 'v', '/', _, ..] => null,
        _ => Text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '!' or '/') && char.IsAsciiLetter(Text[0])
            ? null
            : $"\"{Text}\" names no disk: say sda, /dev/disk/by-id/..., first, smallest, largest, serial=..., model~..., size>500G or size<2T",
    };

    /// <summary>The word as the shell of an install script looks it up: sizes in MiB.</summary>
    internal string Sought => (After("size>") ?? After("size<")) is { } size && Megabytes(size) is { } megabytes
        ? string.Create(CultureInfo.InvariantCulture, $"{Text[..5]}{megabytes}")
        : Text;

    private string? After(string prefix) => Text.StartsWith(prefix, StringComparison.Ordinal) ? Text[prefix.Length..] : null;

    private static long? Megabytes(string size)
    {
        var digits = size.TrimEnd('i', 'B', 'b');
        var (number, unit) = digits.Length > 0 && char.IsAsciiLetter(digits[^1]) ? (digits[..^1], char.ToUpperInvariant(digits[^1])) : (digits, 'M');
        long? factor = unit switch { 'M' => 1, 'G' => 1024, 'T' => 1024 * 1024, _ => null };
        return factor is { } times && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 1_000_000_000
            ? count * times : null;
    }
}
