using System.Globalization;

namespace BootService.Core.Disks;

/// <summary>A row of a table of RAID controllers, in Stacki's columns: the disk of one slot as part of an array.</summary>
/// <param name="Enclosure">The number of the enclosure; null for the controller's only one.</param>
/// <param name="Adapter">The number of the controller; null for the machine's only one.</param>
/// <param name="Slot">The number of the slot; <c>*</c> for each that no other row names.</param>
/// <param name="RaidLevel">0, 1, 5, 6, 10, 50, 60, or <c>hotspare</c>.</param>
/// <param name="ArrayId">The number of the array, 1 and up; <c>*</c> for an array for each slot, <c>global</c> for a spare of all arrays.</param>
/// <param name="Options">More words for the site's program.</param>
public sealed record ControllerRow(int? Enclosure, int? Adapter, string Slot, string RaidLevel, string ArrayId, string Options)
{
    /// <summary>The word for a slot, or an array, that the others leave.</summary>
    public const string Rest = "*";

    /// <summary>The level of a spare disk.</summary>
    public const string Spare = "hotspare";

    /// <summary>The array of a spare that stands in for every array.</summary>
    public const string AllArrays = "global";

    /// <summary>The row's cells in the order of <see cref="ControllerTable.Columns"/>.</summary>
    public string[] Cells => [Shown(Enclosure), Shown(Adapter), Slot, RaidLevel, ArrayId, Options];

    /// <summary>The row of cells as people write them: <c>RAID1</c>, <c>HotSpare</c>.</summary>
    public static ControllerRow Of(int? enclosure, int? adapter, string slot, string raidLevel, string arrayId, string options)
    {
        ArgumentNullException.ThrowIfNull(raidLevel);
        ArgumentNullException.ThrowIfNull(arrayId);
        var level = raidLevel.ToLowerInvariant();
        return new ControllerRow(
            enclosure, adapter, slot,
            level.StartsWith("raid", StringComparison.Ordinal) ? level["raid".Length..] : level,
            arrayId.ToLowerInvariant(), options);
    }

    internal string ToLine() => string.Join('\t', Cells).TrimEnd('\t');

    /// <exception cref="RefusedException">The line is no row.</exception>
    internal static ControllerRow Parse(string line)
    {
        var cells = line.Split('\t');
        string Cell(int at) => at < cells.Length ? cells[at].Trim() : "";
        return cells.Length > ControllerTable.Columns.Length
            ? throw new RefusedException($"\"{line}\" has more than {ControllerTable.Columns.Length} columns")
            : Of(Number("enclosure", Cell(0)), Number("adapter", Cell(1)), Cell(2), Cell(3), Cell(4), Cell(5));
    }

    private static string Shown(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static int? Number(string column, string text) => text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new RefusedException($"{column} \"{text}\" is no number");
}
