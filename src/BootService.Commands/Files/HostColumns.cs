using BootService.Commands.Grammar;
using BootService.Core;

namespace BootService.Commands.Files;

/// <summary>The columns of a hostfile, as Stacki 1.0 to 5 call them.</summary>
internal static class HostColumns
{
    /// <summary>The columns as a hostfile is written, in Stacki 5's order.</summary>
    public static IReadOnlyList<string> Written { get; } =
    [
        "name", "interface hostname", "default", "appliance", "rack", "rank", "ip", "mac", "interface", "network", "channel", "options", "vlan",
        "installaction", "osaction", "groups", "box", "comment", "environment", "os", "module",
    ];

    /// <summary>Columns of Stacki's that say nothing here, and why.</summary>
    private static readonly Dictionary<string, string> Unread = new(StringComparer.Ordinal)
    {
        ["boss"] = "it was of Stacki 1.0 and means nothing here",
        ["cpus"] = "how many processors a machine has is not kept",
    };

    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["subnet"] = "network",
        ["notes"] = "comment",
        ["runaction"] = "osaction",
        ["distribution"] = "box",
        ["group"] = "groups",
        ["membership"] = "appliance",
        ["iface"] = "interface",
    };

    /// <summary>The column that a header names: case, blanks, underscores and hyphens do not count.</summary>
    public static string Name(string header)
    {
        var folded = string.Join(' ', header.ToLowerInvariant().Split([' ', '_', '-', '\u00A0', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return Others.GetValueOrDefault(folded, folded);
    }

    /// <summary>Tells of columns that say something and are none of a hostfile.</summary>
    /// <returns>Whether the table can be read.</returns>
    public static bool Check(CsvTable table, FileFaults faults)
    {
        if (table.Has("device") && table.Has("size"))
        {
            faults.Add(table.HeaderCells[0], "this is a table of partitions: \"stack load storage partition\" takes it");
            return false;
        }

        if (table.Has("target") && !table.Has("name"))
        {
            faults.Add(table.HeaderCells[0], "this is a table of attributes: \"stack load attrfile\" takes it");
            return false;
        }

        var known = Written.Concat(Others.Keys).ToArray();
        if (!table.Headers.Any(Written.Contains))
        {
            var below = table.Beginning.Find(row => row.Count(cell => Written.Contains(Name(cell.Text))) > 1);
            faults.Only(
                table.HeaderCells[0], $"the first row must name the columns, such as {string.Join(", ", Written.Take(10))}"
                    + (below is null ? string.Empty : $"; line {below[0].Line} does: remove what is above it"));
            return false;
        }

        var fine = true;
        for (var at = 0; at < table.Headers.Length; at++)
        {
            if (Unread.TryGetValue(table.Headers[at], out var why) && table.IsUsed(at))
            {
                faults.Remark(table.HeaderCells[at], $"column \"{table.Headers[at]}\" was left out: {why}");
            }
            else if (table.Headers[at].Length > 0 && !Written.Contains(table.Headers[at]) && table.IsUsed(at))
            {
                faults.Add(table.HeaderCells[at], $"unknown column \"{Echo.Of(table.Headers[at])}\"{Spelling.DidYouMean(table.Headers[at], known)}");
                fine = false;
            }
        }

        if (!table.Has("name"))
        {
            faults.Add(new CsvCell(string.Empty, table.HeaderCells[0].Line, 1), "there is no column \"name\"");
            fine = false;
        }

        return fine;
    }
}
