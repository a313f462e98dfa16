using System.Text.RegularExpressions;
using BootService.Commands.Boot;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Files;

/// <summary>Reads the columns of a hostfile that are about the host itself. Pure.</summary>
internal sealed partial class HostFileFields(CsvTable table, FileFaults faults, Inventory inventory)
{
    private readonly HashSet<string> _environments = new(StringComparer.Ordinal);

    /// <summary>Groups that the file names and nobody has added, in the order in which they come.</summary>
    public List<string> NewGroups { get; } = [];

    /// <summary>The host as its rows say; null when it cannot be, and why was told.</summary>
    public Host? Read(HostRows rows, Host? known)
    {
        var placed = HostRules.Placement(rows.Name);
        var appliance = Cell(rows, "appliance");
        var word = appliance.Text.Length > 0 ? appliance.Text : known?.Appliance ?? placed?.Appliance ?? string.Empty;
        var found = string.Empty;
        var fine = faults.Try(appliance, () => found = HostRules.Appliance(inventory, word).Name);
        fine &= Place(rows, "rack", known?.Rack ?? placed?.Rack, out var rack);
        fine &= Place(rows, "rank", known?.Rank ?? placed?.Rank, out var rank);
        return fine ? WithFields(rows, (known ?? new Host(rows.Name, found, rack, rank)) with { Appliance = found, Rack = rack, Rank = rank }) : null;
    }

    private bool Place(HostRows rows, string column, Place? otherwise, out Place place)
    {
        var cell = Cell(rows, column);
        place = otherwise ?? default;
        if (Whole(cell.Text) is { } whole && cell.Text != otherwise?.ToString())
        {
            faults.Add(cell, $"{column} \"{Echo.Of(cell.Text)}\" is a number as a spreadsheet writes one with a fraction: did you mean {whole}?");
            return false;
        }

        if (DateOfSpreadsheet().IsMatch(cell.Text) && cell.Text != otherwise?.ToString())
        {
            faults.Add(
                cell, $"{column} \"{Echo.Of(cell.Text)}\" is a date as a spreadsheet makes one of 1-2: make the column one of text, and write it again");
            return false;
        }

        if (cell.Text.Length == 0 ? otherwise is not null : Core.Hosts.Place.TryParse(cell.Text, null, out place))
        {
            return true;
        }

        faults.Add(cell, cell.Text.Length == 0 ? $"there is no {column}" : $"{column} \"{Echo.Of(cell.Text)}\" is neither a number nor a word such as A12");
        return false;
    }

    [GeneratedRegex(
        "^(?:[0-9]{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[0-9]{2,4})?|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2,4})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DateOfSpreadsheet();

    /// <summary>What <c>4.0</c> was before a program took its column for one of fractions; null for anything else, such as a rack 4.1.</summary>
    public static string? Whole(string text) =>
        text.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && dot < text.Length - 1 && text.AsSpan(0, dot).IndexOfAnyExceptInRange('0', '9') < 0
            && text.AsSpan(dot + 1).IndexOfAnyExcept('0') < 0
            ? text[..dot]
            : null;

    private Host WithFields(HostRows rows, Host host)
    {
        host = Field(rows, "os", host, (was, text) => was with { Os = HostRules.Word("os", text) });
        host = Field(rows, "box", host, (was, text) => was with { Box = HostRules.Word("box", text) });
        host = Field(rows, "environment", host, (was, text) => was with { Environment = Environment(text) });
        host = Field(rows, "installaction", host, (was, text) => was with { InstallAction = BootEntryRules.Named(inventory, text, installs: true) });
        host = Field(rows, "osaction", host, (was, text) => was with { OsAction = BootEntryRules.Named(inventory, text, installs: false) });
        host = Field(
            rows, "groups", host, (was, text) => was with { Groups = [.. Groups(text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] });
        return Field(rows, "comment", host, (was, text) => was with { Comment = HostRules.Comment(text) });
    }

    private Host Field(HostRows rows, string column, Host host, Func<Host, string, Host> with)
    {
        var cell = Cell(rows, column);
        var changed = host;
        return cell.Text.Length > 0 && faults.Try(cell, () => changed = with(host, cell.Text)) ? changed : host;
    }

    /// <summary>What the rows of a host say in a column: the first that says anything. Another that says something else is a fault.</summary>
    private CsvCell Cell(HostRows rows, string column)
    {
        var first = table.Cell(rows.Rows[0], column);
        if (!table.Has(column))
        {
            return first;
        }

        foreach (var row in rows.Rows)
        {
            var cell = Bare(table.Cell(row, column), column);
            if (cell.Text.Length == 0)
            {
                continue;
            }

            if (first.Text.Length == 0 || first.Line == cell.Line)
            {
                first = cell;
            }
            else if (first.Text != cell.Text)
            {
                faults.Add(cell, $"host {rows.Name} has {column} \"{Echo.Of(cell.Text)}\" here and \"{Echo.Of(first.Text)}\" in line {first.Line}");
            }
        }

        return Bare(first, column);
    }

    private static CsvCell Bare(CsvCell cell, string column) => column != "comment" && Keywords.IsNothing(cell.Text) ? cell with { Text = string.Empty } : cell;

    private string? Environment(string word)
    {
        var environment = _environments.Contains(word) ? word : HostRules.Environment(inventory, word);
        _environments.Add(word);
        return environment;
    }

    /// <summary>Groups that are not there come with the file, as in Stacki.</summary>
    private IEnumerable<string> Groups(string text)
    {
        foreach (var group in text.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!inventory.Groups.Contains(group) && !NewGroups.Contains(group))
            {
                NewGroups.Add(HostRules.Word("group", group));
            }

            yield return group;
        }
    }
}
