using System.Globalization;
using BootService.Core.Hosts;

namespace BootService.Commands.Output;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A number with a fraction; its text is how it is written.</summary>
    Fraction,

    /// <summary>Yes or no.</summary>
    Truth,

    /// <summary>A list of texts.</summary>
    List,
}

/// <summary>One value of a row. Programs get its type; people its text, as Stacki's tables show it.</summary>
public readonly struct Cell
{
    private const string True = "True";
    private const string False = "False";

    private readonly object? _value;

    private Cell(CellKind kind, object? value, long number) => (Kind, _value, Number) = (kind, value, number);

    /// <summary>What it holds.</summary>
    public CellKind Kind { get; }

    /// <summary>The text of a text, a fraction or a truth; null for anything else.</summary>
    public string? Text => _value as string;

    /// <summary>The number, when it is a whole one.</summary>
    public long Number { get; }

    /// <summary>Whether it is a yes.</summary>
    public bool IsTrue => Kind is CellKind.Truth && Number != 0;

    /// <summary>The items of a list; none for anything else.</summary>
    public IReadOnlyList<string> Items => _value as IReadOnlyList<string> ?? [];

    /// <summary>A text; null is nothing.</summary>
    public static implicit operator Cell(string? text) => text is null ? default : new(CellKind.Text, text, 0);

    /// <summary>A number.</summary>
    public static implicit operator Cell(long number) => new(CellKind.Number, null, number);

    /// <summary>Any value as it writes itself; null is nothing.</summary>
    public static Cell Of<T>(T? value) where T : struct => value?.ToString();

    /// <summary>A rack or a place in one: a number where it is one.</summary>
    public static Cell Of(Place place) => place.Number is { } number ? number : place.ToString();

    /// <summary>A word that is a number more often than not; one that a number would not give back, such as 007, stays text.</summary>
    public static Cell NumberOr(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text ? number : text;

    /// <summary>Yes or no.</summary>
    public static Cell Of(bool value) => new(CellKind.Truth, value ? True : False, value ? 1 : 0);

    /// <summary>A number with one digit after the point.</summary>
    public static Cell Of(double value) => double.IsFinite(value) ? new(CellKind.Fraction, value.ToString("0.0", CultureInfo.InvariantCulture), 0) : default;

    /// <summary>A list, which may be empty; people see its items with spaces between them.</summary>
    public static Cell List(IEnumerable<string> items) => new(CellKind.List, items.ToArray(), 0);

    /// <summary>The text of the value; empty for nothing.</summary>
    public override string ToString() => Kind switch
    {
        CellKind.Number => Number.ToString(CultureInfo.InvariantCulture),
        CellKind.List => string.Join(' ', Items),
        _ => Text ?? string.Empty,
    };
}
