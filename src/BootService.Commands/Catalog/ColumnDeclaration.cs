using System.Collections.Immutable;

namespace BootService.Commands.Catalog;

/// <summary>What the cells of a column hold.</summary>
public enum ColumnKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A number with a fraction.</summary>
    Fraction,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A list of texts.</summary>
    List,

    /// <summary>A whole number where it is one, else a text.</summary>
    Mixed,

    /// <summary>A time, UTC (RFC 3339).</summary>
    Time,

    /// <summary>An IPv4 address.</summary>
    Address,

    /// <summary>A hardware address.</summary>
    Mac,

    /// <summary>One of the declared words.</summary>
    Choice,
}

/// <summary>One column of a verb's table.</summary>
/// <param name="Name">Its name, the key of its cells in JSON.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="MayBeEmpty">Whether there may be nothing in them.</param>
/// <param name="IsForPrograms">Whether tables for people leave it out.</param>
/// <param name="IsSometimes">Whether it is in some tables of the verb only, by what it is called with.</param>
/// <param name="Choices">The words of a choice; empty for other kinds.</param>
public sealed record ColumnDeclaration(string Name, ColumnKind Kind, bool MayBeEmpty, bool IsForPrograms, bool IsSometimes, ImmutableArray<string> Choices)
{
    private const char Empty = '?';

    /// <summary>Reads the columns as they are declared.</summary>
    /// <exception cref="FormatException">A kind that is none.</exception>
    internal static ImmutableArray<ColumnDeclaration> Read(string columns) =>
        [.. columns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static ColumnDeclaration One(string text)
    {
        var name = text.TrimStart('~', '+');
        var marks = text[..^name.Length];
        var mayBeEmpty = name.EndsWith(Empty);
        string[] parts = name.TrimEnd(Empty).Split(':');
        var kind = parts switch
        {
            [_] => ColumnKind.Text,
            [_, var words] when words.Contains('|', StringComparison.Ordinal) => ColumnKind.Choice,
            [_, var word] when Enum.TryParse<ColumnKind>(word, ignoreCase: true, out var known) => known,
            _ => throw new FormatException($"\"{text}\" is no declaration of a column"),
        };
        return new ColumnDeclaration(
            parts[0], kind, mayBeEmpty, marks.Contains('+', StringComparison.Ordinal), marks.Contains('~', StringComparison.Ordinal),
            kind is ColumnKind.Choice ? [.. parts[1].Split('|')] : []);
    }
}
