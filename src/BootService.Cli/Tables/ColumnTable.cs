namespace BootService.Cli.Tables;

/// <summary>One column without its header, as Stacki 5's <c>output-format=col:NAME</c>: a line for each row, whatever stands in the cell.</summary>
internal sealed class ColumnTable(TextWriter output, TableHeader header, string column) : ITable
{
    public void Row(ReadOnlySpan<byte> json)
    {
        var row = new JsonRow(json);
        for (var at = 0; row.Next() && at < header.All.Count; at++)
        {
            if (header.All[at] == column)
            {
                output.Write(CellText.Shown(row.Text) + "\n");
            }
        }

        if (header.Live)
        {
            output.Flush();
        }
    }

    public void End()
    {
    }
}
