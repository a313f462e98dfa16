using BootService.Core;

namespace BootService.Media.Discs;

/// <summary>Words that names of pallets' folders are made of.</summary>
public static class PalletWord
{
    private const int Longest = 128;

    /// <summary>Letters, digits, dots, hyphens, underscores and plus signs, none of the dots in front.</summary>
    public static bool IsOne(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length is > 0 and <= Longest && value[0] != '.'
            && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '+');
    }

    /// <summary>Such a word made of any text: other letters become hyphens.</summary>
    public static string Made(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = string.Concat(text.Select(letter => IsOne($"x{letter}") ? letter : '-')).TrimStart('.');
        return word.Length == 0 ? "unnamed" : word[..Math.Min(word.Length, Longest)];
    }

    /// <summary>The value of a parameter, which must be such a word.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static string Checked(string parameter, string value) => IsOne(value)
        ? value
        : throw new RefusedException(
            $"{parameter} \"{value}\" is not a word of letters, digits, dots, hyphens and underscores, which the names of folders and of the disc are made of");
}
