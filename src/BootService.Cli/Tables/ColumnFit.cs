namespace BootService.Cli.Tables;

/// <summary>A column on its way into a screen's width.</summary>
/// <param name="Index">Its place in the table.</param>
/// <param name="Width">How wide it is, or what it is cut to.</param>
/// <param name="Header">Its header.</param>
/// <param name="IsEmpty">Whether nothing stands in it.</param>
/// <param name="IsWanted">Whether somebody asked for it by name: it is not left out.</param>
internal sealed record FittedColumn(int Index, int Width, string Header, bool IsEmpty, bool IsWanted);

/// <summary>Makes columns fit into a width: empty ones go first, then sentences lose their ends, then what matters least goes. Pure.</summary>
internal static class ColumnFit
{
    /// <summary>The columns that stay, in their order, each with the width it may take.</summary>
    /// <param name="width">The screen's width.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="gap">What stands between two.</param>
    public static IReadOnlyList<FittedColumn> Into(int width, IReadOnlyList<FittedColumn> columns, int gap)
    {
        var kept = columns.ToList();
        if (Over(kept, width, gap) > 0)
        {
            kept.RemoveAll(column => column is { IsEmpty: true, IsWanted: false } && column != columns[0]);
        }

        while (true)
        {
            CutProse(kept, width, gap);
            if (Over(kept, width, gap) <= 0)
            {
                return kept;
            }

            var least = kept.Skip(1).Where(column => !column.IsWanted).MinBy(column => ColumnPolicy.Importance(column.Header, column.Index));
            if (least is null)
            {
                return CutWidest(kept, width, gap);
            }

            kept.Remove(least);

            // What was cut may have its room back.
            for (var at = 0; at < kept.Count; at++)
            {
                kept[at] = columns.First(column => column.Index == kept[at].Index);
            }
        }
    }

    private static int Over(List<FittedColumn> columns, int width, int gap) =>
        columns.Sum(column => column.Width) + (gap * Math.Max(0, columns.Count - 1)) - width;

    private static void CutProse(List<FittedColumn> columns, int width, int gap)
    {
        while (Over(columns, width, gap) is var over and > 0)
        {
            var widest = columns.Where(column => ColumnPolicy.IsProse(column.Header) && column.Width > ColumnPolicy.LeastCut).MaxBy(column => column.Width);
            if (widest is null)
            {
                return;
            }

            var second = columns.Where(column => column != widest && ColumnPolicy.IsProse(column.Header)).Select(column => column.Width).DefaultIfEmpty(0)
                .Max();
            var to = Math.Max(ColumnPolicy.LeastCut, Math.Max(widest.Width - over, Math.Min(widest.Width - 1, second)));
            columns[columns.IndexOf(widest)] = widest with { Width = to };
        }
    }

    private static List<FittedColumn> CutWidest(List<FittedColumn> columns, int width, int gap)
    {
        while (Over(columns, width, gap) is var over and > 0 && columns.MaxBy(column => column.Width) is { Width: > ColumnPolicy.LeastCut / 2 } widest)
        {
            columns[columns.IndexOf(widest)] = widest with { Width = Math.Max(ColumnPolicy.LeastCut / 2, widest.Width - over) };
        }

        return columns;
    }
}
