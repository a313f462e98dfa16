using System.Globalization;

namespace BootService.Core.Profiles.Conditions;

/// <summary>A value inside a condition. Attributes are text; what reads as a number or a truth word counts as one.</summary>
internal readonly struct ConditionValue
{
    private enum Kind : byte
    {
        None,
        Boolean,
        Integer,
        Real,
        Text,
        List,
    }

    private readonly Kind _kind;
    private readonly double _real;
    private readonly long _integer;
    private readonly object? _object;

    private ConditionValue(Kind kind, long integer = 0, double real = 0, object? reference = null) =>
        (_kind, _integer, _real, _object) = (kind, integer, real, reference);

    public static ConditionValue None => default;

    /// <summary>Python's truth: none, zero, empty text and empty lists are false.</summary>
    public bool IsTrue => _kind switch
    {
        Kind.None => false,
        Kind.Boolean or Kind.Integer => _integer != 0,
        Kind.Real => _real != 0,
        Kind.Text => ((string)_object!).Length > 0,
        _ => ((ConditionValue[])_object!).Length > 0,
    };

    private bool IsNumber => _kind is Kind.Boolean or Kind.Integer or Kind.Real;

    private double AsReal => _kind is Kind.Real ? _real : _integer;

    public static ConditionValue Of(bool value) => new(Kind.Boolean, value ? 1 : 0);

    public static ConditionValue Of(long value) => new(Kind.Integer, value);

    public static ConditionValue Of(double value) => new(Kind.Real, real: value);

    public static ConditionValue Of(string value) => new(Kind.Text, reference: value);

    public static ConditionValue Of(ConditionValue[] items) => new(Kind.List, reference: items);

    /// <summary>What an attribute's text counts as: an integer, else a decimal number, else a truth word, else itself.</summary>
    public static ConditionValue FromAttribute(string? text)
    {
        if (text is null)
        {
            return None;
        }

        var bare = text.AsSpan().Trim();
        if (bare is not [] && (char.IsAsciiDigit(bare[0]) || bare[0] is '-' or '+' or '.') && TryNumber(bare, out var number))
        {
            return number;
        }

        return TruthWord(bare) is { } truth ? Of(truth) : Of(text);
    }

    public static bool TryNumber(ReadOnlySpan<char> text, out ConditionValue number)
    {
        const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            number = Of(integer);
            return true;
        }

        var isReal = double.TryParse(text, Real, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real);
        number = isReal ? Of(real) : None;
        return isReal;
    }

    /// <summary>Equal numbers are equal whatever their kind (true is 1); text is never equal to a number.</summary>
    public bool IsEqualTo(in ConditionValue other) => (_kind, other._kind) switch
    {
        (Kind.None, Kind.None) => true,
        (Kind.Text, Kind.Text) => (string)_object! == (string)other._object!,
        (Kind.List, Kind.List) => ListsAreEqual((ConditionValue[])_object!, (ConditionValue[])other._object!),
        (Kind.Boolean or Kind.Integer, Kind.Boolean or Kind.Integer) => _integer == other._integer,
        _ => IsNumber && other.IsNumber && AsReal.Equals(other.AsReal),
    };

    /// <summary>Orders two numbers or two texts.</summary>
    /// <returns>Null when the two have no order, as a number and a text, or anything undefined.</returns>
    public int? CompareTo(in ConditionValue other)
    {
        if (_kind is Kind.Text && other._kind is Kind.Text)
        {
            return string.CompareOrdinal((string)_object!, (string)other._object!);
        }

        if (!IsNumber || !other.IsNumber)
        {
            return null;
        }

        return _kind is Kind.Real || other._kind is Kind.Real
            ? AsReal.CompareTo(other.AsReal)
            : _integer.CompareTo(other._integer);
    }

    /// <summary>Whether a list holds the item, or a text holds the item's text.</summary>
    public bool Holds(in ConditionValue item)
    {
        if (_kind is Kind.Text)
        {
            return item._kind is Kind.Text && ((string)_object!).Contains((string)item._object!, StringComparison.Ordinal);
        }

        foreach (var candidate in _kind is Kind.List ? (ConditionValue[])_object! : [])
        {
            if (candidate.IsEqualTo(item))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ListsAreEqual(ConditionValue[] left, ConditionValue[] right)
    {
        var equal = left.Length == right.Length;
        for (var i = 0; equal && i < left.Length; i++)
        {
            equal = left[i].IsEqualTo(right[i]);
        }

        return equal;
    }

    private static bool? TruthWord(ReadOnlySpan<char> text)
    {
        foreach (var (word, truth) in TruthWords)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return truth;
            }
        }

        return null;
    }

    private static readonly (string Word, bool Truth)[] TruthWords =
    [
        ("true", true), ("false", false), ("yes", true), ("no", false), ("on", true), ("off", false), ("y", true), ("n", false),
    ];
}
