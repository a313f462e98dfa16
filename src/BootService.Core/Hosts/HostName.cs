using System.Diagnostics.CodeAnalysis;

namespace BootService.Core.Hosts;

/// <summary>
/// The name of a host: labels with dots between them, each of lower-case letters, digits and inner hyphens (RFC 952, RFC 1123 §2.1), at most 63 characters in
/// all.
/// </summary>
public readonly record struct HostName : ISpanParsable<HostName>, IComparable<HostName>
{
    private const int MaxLength = 63;

    private readonly string? _text;

    private HostName(string text) => _text = text;

    /// <summary>Reads a name; upper case is folded, as Stacki did.</summary>
    /// <exception cref="FormatException">Not a host name.</exception>
    public static HostName Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static HostName Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var name)
            ? name
            : throw new FormatException($"\"{s}\" is not a host name: letters, digits, hyphens and dots, at most {MaxLength} characters");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out HostName result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out HostName result)
    {
        result = default;
        if (s.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var range in s.Split('.'))
        {
            var label = s[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var letter in label)
            {
                if (!char.IsAsciiLetterOrDigit(letter) && letter != '-')
                {
                    return false;
                }
            }
        }

        result = new HostName(s.ToString().ToLowerInvariant());
        return true;
    }

    /// <summary>The name; empty for the default value, which is none.</summary>
    public override string ToString() => _text ?? string.Empty;

    /// <summary>Ordinal order; tables sort by rack and rank first.</summary>
    public int CompareTo(HostName other) => string.CompareOrdinal(_text, other._text);
}
