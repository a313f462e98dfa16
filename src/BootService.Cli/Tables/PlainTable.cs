namespace BootService.Cli.Tables;

/// <summary>Texts shown as they are. With several owners each line begins with whose it is (docs/stacki.md).</summary>
internal sealed class PlainTable(TextWriter output, TableHeader header) : ITable
{
    private readonly List<(string Owner, string Text)> _rows = [];

    public void Row(ReadOnlySpan<byte> json)
    {
        var row = new JsonRow(json);
        row.Next();
        var owner = row.Text;
        row.Next();
        _rows.Add((owner, row.Text));
    }

    public void End()
    {
        var several = header.KeepOwner || _rows.Exists(row => row.Owner != _rows[0].Owner);
        var width = _rows.Count == 0 ? 0 : _rows.Max(row => row.Owner.Length) + 1;
        foreach (var (owner, text) in _rows)
        {
            if (!several)
            {
                output.Write(text);
                output.Write(text.EndsWith('\n') ? string.Empty : "\n");
                continue;
            }

            var label = $"{owner}:".PadRight(width + 1);
            foreach (var line in text.TrimEnd('\n').Split('\n'))
            {
                output.Write(label);
                output.Write(line);
                output.Write('\n');
            }
        }
    }
}
