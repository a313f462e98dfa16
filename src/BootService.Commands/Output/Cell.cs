using System.Globalization;
using BootService.Core.Hosts;

namespace BootService.Commands.Output;

/// <summary>One value of a row: a text, a whole number, or nothing.</summary>
public readonly struct Cell
{
    private Cell(string? text, long number, bool isNumber) => (Text, Number, IsNumber) = (text, number, isNumber);

    /// <summary>The text; null for nothing, and for a number.</summary>
    public string? Text { get; }

    /// <summary>The number, when it is one.</summary>
    public long Number { get; }

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber { get; }

    /// <summary>A text; null is nothing.</summary>
    public static implicit operator Cell(string? text) => new(text, 0, isNumber: false);

    /// <summary>A number.</summary>
    public static implicit operator Cell(long number) => new(null, number, isNumber: true);

    /// <summary>Any value as it writes itself; null is nothing.</summary>
    public static Cell Of<T>(T? value) where T : struct => value?.ToString();

    /// <summary>A rack or a place in one: a number where it is one.</summary>
    public static Cell Of(Place place) => place.Number is { } number ? number : place.ToString();

    /// <summary>Yes or no, as Stacki's tables spell it.</summary>
    public static Cell Of(bool value) => value ? "True" : "False";

    /// <summary>The text of the value; empty for nothing.</summary>
    public override string ToString() => IsNumber ? Number.ToString(CultureInfo.InvariantCulture) : Text ?? string.Empty;
}
