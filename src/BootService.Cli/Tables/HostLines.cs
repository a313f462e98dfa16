namespace BootService.Cli.Tables;

/// <summary>
/// What hosts print, for a person at a screen: each line behind its host, as it comes; the hosts are known, and with them how wide their column is.
/// </summary>
/// <param name="output">The screen.</param>
/// <param name="hosts">The hosts. Only one needs no name before its lines.</param>
/// <param name="showHeader">Whether there is a header.</param>
internal sealed class HostLines(TextWriter output, IReadOnlyCollection<string> hosts, bool showHeader) : ITable
{
    private const string Plain = "\e[0m";

    private readonly int _width = hosts.Count < 2 ? 0 : hosts.Max(host => host.Length) + 1;
    private bool _headerIsDue = showHeader;

    public void Row(ReadOnlySpan<byte> json)
    {
        var row = new JsonRow(json);
        row.Next();
        var host = row.Text;
        row.Next();
        var line = CellText.Shown(row.Text);
        if (_headerIsDue)
        {
            _headerIsDue = false;
            output.Write($"\e[1m{(_width == 0 ? "OUTPUT" : "HOST".PadRight(_width) + " OUTPUT")}{Plain}\n");
        }

        row.Next();

        // Down and the exit code are our own words, not the host's.
        var text = line is "down" || (row.Text is not ("" or "0") && line == $"exit {row.Text}") ? $"\e[31m{line}{Plain}" : line;
        output.Write(_width == 0 ? text : $"\e[36m{(host + ":").PadRight(_width)}{Plain} {text}");
        output.Write('\n');
        output.Flush();
    }

    public void End()
    {
    }
}
