using System.Text;

namespace BootService.Cli.Tables;

/// <summary>
/// Variables of a shell, as Stacki 5 wrote them: <c>stack_host</c> of the only row there is, <c>stack_0_host</c>, <c>stack_1_host</c>, ... of several. The
/// values are quoted, so that a shell which evaluates them takes them as they are, whatever stands in a cell.
/// </summary>
internal sealed class ShellTable(TextWriter output, TableHeader header, string[]? columns) : ITable
{
    private readonly List<List<string>> _rows = [];

    public void Row(ReadOnlySpan<byte> json)
    {
        var row = new JsonRow(json);
        var variables = new List<string>();
        for (var column = 0; row.Next() && column < header.All.Count; column++)
        {
            if (columns?.Contains(header.All[column]) ?? true)
            {
                variables.Add($"{Name(header.All[column])}=\"{Quoted(row.Text)}\"\n");
            }
        }

        _rows.Add(variables);
    }

    public void End()
    {
        for (var at = 0; at < _rows.Count; at++)
        {
            var prefix = _rows.Count > 1 ? $"stack_{at}_" : "stack_";
            _rows[at].ForEach(variable => output.Write(prefix + variable));
            output.Write('\n');
        }
    }

    private static string Name(string column) => string.Concat(column.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        foreach (var letter in text)
        {
            _ = letter is '"' or '\\' or '$' or '`' ? quoted.Append('\\') : quoted;
            quoted.Append(letter);
        }

        return quoted.ToString();
    }
}
