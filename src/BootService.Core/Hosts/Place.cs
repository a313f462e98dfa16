using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BootService.Core.Hosts;

/// <summary>
/// A rack, or a place in one: a number, 0 upward, or a word such as <c>A12</c>. Numbers come before words, and words go by their letters and numbers: A2 before
/// A12.
/// </summary>
[JsonConverter(typeof(PlaceJson))]
public readonly record struct Place : ISpanParsable<Place>, IComparable<Place>
{
    private const int MaxLength = 63;

    private readonly string? _word;
    private readonly int _number;

    private Place(int number, string? word) => (_number, _word) = (number, word);

    /// <summary>The number; null for a word.</summary>
    public int? Number => _word is null ? _number : null;

    /// <summary>A numbered place.</summary>
    /// <param name="number">0 upward.</param>
    public static implicit operator Place(int number) => new(number, null);

    /// <summary>Reads a number or a word: letters, digits, dots, hyphens and underscores, at most 63 in all.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Place Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static Place Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var place)
            ? place
            : throw new FormatException($"\"{s}\" is neither a number nor a word of letters, digits, dots, hyphens and underscores");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Place result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Place result)
    {
        result = default;
        if (int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            result = number;
            return true;
        }

        if (s.Length is 0 or > MaxLength || !char.IsAsciiLetterOrDigit(s[0]) || s.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return false;
        }

        foreach (var letter in s)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-' or '_'))
            {
                return false;
            }
        }

        result = new Place(0, s.ToString());
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Place other) => (_word, other._word) switch
    {
        (null, null) => _number.CompareTo(other._number),
        (null, _) => -1,
        (_, null) => 1,
        var (one, two) => CompareWords(one, two),
    };

    /// <summary>As it is typed.</summary>
    public override string ToString() => _word ?? _number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Runs of digits compare by their number, everything else by letter.</summary>
    private static int CompareWords(ReadOnlySpan<char> one, ReadOnlySpan<char> two)
    {
        while (!one.IsEmpty && !two.IsEmpty)
        {
            var digitsOfOne = Digits(one);
            var digitsOfTwo = Digits(two);
            var areNumbers = digitsOfOne > 0 && digitsOfTwo > 0;
            var order = areNumbers ? CompareNumbers(one[..digitsOfOne], two[..digitsOfTwo]) : one[0].CompareTo(two[0]);
            if (order != 0)
            {
                return order;
            }

            one = one[(areNumbers ? digitsOfOne : 1)..];
            two = two[(areNumbers ? digitsOfTwo : 1)..];
        }

        return one.Length.CompareTo(two.Length);
    }

    private static int CompareNumbers(ReadOnlySpan<char> one, ReadOnlySpan<char> two)
    {
        var bareOne = one.TrimStart('0');
        var bareTwo = two.TrimStart('0');
        var order = bareOne.Length != bareTwo.Length ? bareOne.Length.CompareTo(bareTwo.Length) : bareOne.SequenceCompareTo(bareTwo);
        return order != 0 ? order : one.Length.CompareTo(two.Length);
    }

    private static int Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;
}

/// <summary>A place in JSON: a number as a number, a word as a text; either is read.</summary>
public sealed class PlaceJson : JsonConverter<Place>
{
    /// <inheritdoc/>
    public override Place Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0 ? number
            : reader.TokenType is JsonTokenType.String && Place.TryParse(reader.GetString(), null, out var place) ? place
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Place value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.Number is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(value.ToString());
        }
    }
}
