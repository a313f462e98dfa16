using System.Diagnostics.CodeAnalysis;

namespace BootService.Core.Attributes;

/// <summary>
/// The name of an attribute: <c>^[a-zA-Z_][a-zA-Z0-9_.-]*$</c>, at most 128 characters, case-sensitive, so that it can be an XML entity (docs/stacki.md).
/// </summary>
public readonly record struct AttributeName : ISpanParsable<AttributeName>, IComparable<AttributeName>
{
    private const int MaxLength = 128;

    private readonly string? _text;

    private AttributeName(string text) => _text = text;

    /// <summary>Reads a name; <c>/</c> is taken for <c>.</c>, Stacki's other separator.</summary>
    /// <exception cref="FormatException">Not an attribute name.</exception>
    public static AttributeName Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static AttributeName Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var name)
            ? name
            : throw new FormatException($"\"{s}\" is not an attribute name: a letter or _ first, then letters, digits, _ . and -");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AttributeName result) =>
        TryParse(s.AsSpan(), s, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out AttributeName result) => TryParse(s, whole: null, out result);

    /// <summary>Takes the text itself where there is one: names are looked up for every word of every profile.</summary>
    private static bool TryParse(ReadOnlySpan<char> s, string? whole, out AttributeName result)
    {
        result = default;
        if (s.Length is 0 or > MaxLength || !(char.IsAsciiLetter(s[0]) || s[0] == '_'))
        {
            return false;
        }

        foreach (var letter in s)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '.' or '-' or '/'))
            {
                return false;
            }
        }

        result = new AttributeName((whole ?? s.ToString()).Replace('/', '.'));
        return true;
    }

    /// <summary>The name.</summary>
    public override string ToString() => _text ?? string.Empty;

    /// <summary>Ordinal order, the order of every list.</summary>
    public int CompareTo(AttributeName other) => string.CompareOrdinal(_text, other._text);
}
