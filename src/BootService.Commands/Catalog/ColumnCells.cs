using System.Globalization;
using BootService.Commands.Output;
using BootService.Protocols.Net;

namespace BootService.Commands.Catalog;

/// <summary>Holds what verbs print against what they declare.</summary>
public static class ColumnCells
{
    /// <summary>What is wrong with a cell of a column; null when nothing is.</summary>
    public static string? Fault(this ColumnDeclaration column, in Cell cell) => cell.Kind is CellKind.Nothing
        ? column.MayBeEmpty ? null : $"column \"{column.Name}\" holds nothing"
        : column.Fits(cell) ? null : $"column \"{column.Name}\" is declared as {column.Kind} and holds {cell.Kind} \"{cell}\"";

    private static bool Fits(this ColumnDeclaration column, in Cell cell) => column.Kind switch
    {
        ColumnKind.Text => cell.Kind is CellKind.Text,
        ColumnKind.Number => cell.Kind is CellKind.Number,
        ColumnKind.Fraction => cell.Kind is CellKind.Fraction or CellKind.Number,
        ColumnKind.Flag => cell.Kind is CellKind.Truth,
        ColumnKind.List => cell.Kind is CellKind.List,
        ColumnKind.Mixed => cell.Kind is CellKind.Number or CellKind.Text,
        ColumnKind.Time => cell.Kind is CellKind.Text && DateTimeOffset.TryParse(cell.Text, CultureInfo.InvariantCulture, out _),
        ColumnKind.Address => cell.Kind is CellKind.Text && Ipv4.TryParse(cell.Text, null, out _),
        ColumnKind.Mac => cell.Kind is CellKind.Text && MacAddress.TryParse(cell.Text, null, out _),
        _ => cell.Kind is CellKind.Text && column.Choices.Contains(cell.Text!),
    };
}
