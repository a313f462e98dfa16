using BootService.Commands.Attributes;
using BootService.Commands.Files;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Inventories;

namespace BootService.Commands.Imports;

/// <summary>
/// Makes a hostfile of a plain table, such as a switch or a CMDB writes: which of its columns is which is said, or found by the words that such tables use.
/// Pure.
/// </summary>
internal static class PlainTable
{
    private static readonly char[] Separators = [';', '\t', ','];

    /// <summary>Reads a table into a draft.</summary>
    /// <param name="path">The file as its owner named it.</param>
    /// <param name="text">The file.</param>
    /// <param name="columns">What the caller said: <c>name=Device,mac=Hardware address</c>, or <c>name,mac,,ip</c> for a table without a header; null when
    /// nothing.</param>
    /// <param name="usual">What a host is when the table does not say: its appliance and rack.</param>
    /// <param name="draft">Where its hosts go.</param>
    /// <exception cref="RefusedException">The columns cannot be told; the sentence says which there are.</exception>
    public static void Read(string path, string text, string? columns, (string Appliance, Core.Hosts.Place Rack) usual, ImportDraft draft)
    {
        var faults = new FileFaults(path);
        var said = Said(columns);
        text = said.Positions is { } names ? $"{string.Join(Separator(text), names)}\n{text}" : text;
        text = Uncommented(text);
        var asItStands = CsvTable.Parse(text, heading => heading, new FileFaults(path));
        var headings = PlainHeadings.Of(path, asItStands, said.Names);
        var table = CsvTable.Parse(text, headings.Column, faults);
        if (table is null)
        {
            Tell(faults, draft);
            return;
        }

        foreach (var (column, header) in said.Names.Where(pair => !table.HeaderCells.Any(cell => Folded(cell.Text) == Folded(pair.Value))))
        {
            throw new RefusedException($"{path} has no column \"{header}\" to be {column}; it has {Listed(table)}");
        }

        if (!table.Has("name") && !table.Has("mac"))
        {
            throw new RefusedException(
                $"which columns of {path} are the name and the hardware address? It has {Listed(table)}: say columns=\"name=...,mac=...\" with the headings");
        }

        var unread = Unread(table, said.Names, draft.State);
        table = unread.Keys.Aggregate(table, (rest, column) => rest.Without(column));
        for (var at = 0; at < table.Headers.Length; at++)
        {
            if (!HostColumns.Written.Contains(table.Headers[at]) && table.IsUsed(at))
            {
                draft.Report.LeftOut(
                    "column", table.HeaderCells[at].Text, headings.WhyLeftOut(table.HeaderCells[at].Text)
                        ?? unread.GetValueOrDefault(headings.Column(table.HeaderCells[at].Text))
                        ?? "a hostfile has no such column (\"stack load attrfile\" takes what else is known of hosts)");
            }
        }

        var changes = HostFile.Read(PlainHosts.Of(table, usual, draft.State), draft.State, faults).ToArray();
        Tell(faults, draft);
        foreach (var (line, column, sentence) in faults.Remarks)
        {
            draft.Report.LeftOut("line", $"{line}:{column}", sentence);
        }

        if (faults.Count == 0)
        {
            foreach (var change in changes)
            {
                draft.Take(
                    change is Change.HostSet ? "host" : "group",
                    change is Change.HostSet { Host.Name: var name } ? name.ToString() : ((Change.GroupSet)change).Name, _ => [change]);
            }
        }
    }

    /// <summary>A heading without what tables differ in.</summary>
    public static string Folded(string header) => HostColumns.Name(header.Replace('.', ' ').Replace(':', ' ').Trim());

    /// <summary>
    /// Columns that others have by the same name for something else, unless the caller said that they are meant: in the table of a switch the interface is its
    /// port and the VLAN the port's, in a CMDB the system is called by its maker's words. Each with the reason.
    /// </summary>
    private static Dictionary<string, string> Unread(CsvTable table, Dictionary<string, string> said, Inventory inventory)
    {
        var unread = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, why, isOne) in (ReadOnlySpan<(string, string, Func<string, bool>)>)[
            ("vlan", "it may be that of a switch's port", _ => false),
            ("interface", "not everything in it is a name of a network card", text => InterfaceRules.WhyNoDevice(text) is null),
            ("os", "not everything in it is a system that is installed here", text => AttributeOwners.IsOs(inventory, text.ToLowerInvariant())),
            ("network", "not everything in it is one of the networks here", text => inventory.Networks.Keys.Contains(text, StringComparer.OrdinalIgnoreCase))])
        {
            if (table.Has(column) && !said.ContainsKey(column)
                && table.Rows.Any(row => table.Cell(row, column).Text is { Length: > 0 } text && !Keywords.IsNull(text) && !isOne(text)))
            {
                unread[column] = $"{why}; columns=\"{column}=...\" takes it all the same";
            }
        }

        return unread;
    }

    /// <summary>The text with its first row as headings, where they stand behind a number sign and no others follow: so xCAT writes its tables.</summary>
    private static string Uncommented(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n', 3);
        return lines is [['#', ..] first, var second, ..] && Headings(first[1..]) > 1 && Headings(second) <= 1
            ? text.Remove(text.IndexOf('#', StringComparison.Ordinal), 1)
            : text;
    }

    private static int Headings(string line) =>
        CsvReader.Rows(line, new FileFaults(string.Empty)).FirstOrDefault([]).Count(cell => PlainHeadings.IsOne(cell.Text));

    private static (Dictionary<string, string> Names, string[]? Positions) Said(string? columns)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (columns is null)
        {
            return (names, null);
        }

        var parts = columns.Split(',', StringSplitOptions.TrimEntries);
        if (!columns.Contains('=', StringComparison.Ordinal))
        {
            return (names, [.. parts.Select((part, at) => part.Length == 0 ? $"column {at + 1}" : Known(part))]);
        }

        foreach (var part in parts.Where(part => part.Length > 0))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !names.TryAdd(Known(part[..equals].Trim()), part[(equals + 1)..].Trim()))
            {
                throw new NotUnderstoodException(
                    $"columns: \"{part}\" must be a column of a hostfile, = and the heading in the table, such as mac=Hardware address, and each once");
            }
        }

        return (names, null);
    }

    private static string Known(string word) => HostColumns.Written.Contains(HostColumns.Name(word))
        ? HostColumns.Name(word)
        : throw new NotUnderstoodException(
            $"columns: \"{word}\" is no column of a hostfile{Spelling.DidYouMean(word, HostColumns.Written)}; they are "
                + $"{string.Join(", ", HostColumns.Written)}");

    private static char Separator(string text) =>
        Separators.MaxBy(
            separator => text.AsSpan(0, Math.Min(text.Length, text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length))
                .Count(separator));

    private static string Listed(CsvTable table) =>
        string.Join(
            ", ", table.HeaderCells.Where(cell => cell.Text.Length > 0).Take(20).Select(cell => $"\"{Echo.Of(cell.Text)}\""))
                + (table.HeaderCells.Length > 20 ? " and more" : string.Empty);

    private static void Tell(FileFaults faults, ImportDraft draft)
    {
        var kept = 0;
        foreach (var (line, column, sentence) in faults.All)
        {
            draft.Report.Wrong(line, column, sentence);
            kept++;
        }

        draft.Report.WrongToo(faults.Count - kept);
    }
}
