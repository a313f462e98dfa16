using System.Text;

namespace BootService.Cli.Tables;

/// <summary>
/// How things stand, on a whole screen that is drawn anew: how many there are of each state, and whoever needs a look first. The screen as it was comes back at
/// the end.
/// </summary>
internal sealed class BoardTable(TextWriter output, TableHeader header, Func<Screen> screen, TimeProvider clock, TimeZoneInfo zone) : ITable
{
    // The alternate screen and the cursor (xterm's private modes 1049 and 25), which every terminal of today has.
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearLine = "\e[K";
    private const string ClearBelow = "\e[J";

    /// <summary>The order in which states are shown; one that is not known comes after those that need a look.</summary>
    private static readonly string[] Order = ["failing", "overdue", "installing", "waiting", "up", "idle"];

    private readonly Dictionary<string, (int Place, byte[] Row, string State)> _rows = new(StringComparer.Ordinal);
    private readonly int _state = header.Headers.ToList().FindIndex(ColumnPolicy.IsState);
    private bool _isDrawn;

    public void Row(ReadOnlySpan<byte> json)
    {
        var row = new JsonRow(json);
        var owner = string.Empty;
        var state = string.Empty;
        for (var column = 0; row.Next(); column++)
        {
            (owner, state) = (column == 0 ? row.Text : owner, column == _state ? row.Text : state);
        }

        var place = _rows.TryGetValue(owner, out var known) ? known.Place : _rows.Count;
        _rows[owner] = (place, json.ToArray(), state);
    }

    /// <summary>Draws the screen.</summary>
    /// <param name="foot">Its last line.</param>
    public void Draw(string foot)
    {
        var now = screen();
        var lines = Lines(now, foot);
        var text = new StringBuilder(_isDrawn ? string.Empty : Enter).Append(Home);
        _isDrawn = true;
        for (var line = 0; line < lines.Count; line++)
        {
            text.Append(lines[line]).Append(ClearLine).Append(line < lines.Count - 1 ? "\r\n" : ClearBelow);
        }

        output.Write(text);
        output.Flush();
    }

    public void End()
    {
        if (!_isDrawn)
        {
            return;
        }

        // What was last seen stays above the prompt.
        output.Write(Leave);
        output.Write(Counts(screen()) + "\n");
        output.Flush();
    }

    private List<string> Lines(Screen now, string foot)
    {
        var ordered = _rows.Values.OrderBy(row => Rank(row.State)).ThenBy(row => row.Place).ToArray();
        var room = Math.Max(1, now.Height - 5);
        using var table = new StringWriter { NewLine = "\n" };

        // As high as its rows are many, so that none are folded: whoever fails is to be read by name.
        var drawn = new ScreenTable(
            table, header, showHeader: true, columns: null, now with { Height = int.MaxValue }, new ScreenTime(clock.GetUtcNow(), zone), static _ => { })
        { IsCut = true };
        foreach (var row in ordered.Take(room))
        {
            drawn.Row(row.Row);
        }

        drawn.End();
        return
        [
            Counts(now),
            string.Empty,
            .. table.ToString().TrimEnd('\n').Split('\n'),
            ordered.Length > room ? $"... and {ordered.Length - room} more" : string.Empty,
            CellText.Cut(foot, now.Width),
        ];
    }

    private string Counts(Screen now) => string.Join("   ", _rows.Values.GroupBy(row => row.State).OrderBy(group => Rank(group.Key)).Select(group =>
        now.IsColoured ? $"{ScreenColours.Of(group.Key)}{group.Count()} {group.Key}{ScreenColours.Plain}" : $"{group.Count()} {group.Key}"));

    private static int Rank(string state) => Array.IndexOf(Order, state) is var at and >= 0 ? at : 2;
}
