using System.Text;
using System.Text.Json;

namespace BootService.Cli.Tables;

/// <summary>A list of dictionaries as Python writes them.</summary>
internal sealed class PythonTable(TextWriter output, TableHeader header, string[]? columns) : ITable
{
    private readonly IReadOnlyList<string> _keys = header.All;
    private readonly StringBuilder _line = new();
    private bool _begun;

    public void Row(ReadOnlySpan<byte> json)
    {
        _line.Append(_begun ? ", {" : "[{");
        _begun = true;
        var row = new JsonRow(json);
        var first = true;
        for (var column = 0; row.Next() && column < _keys.Count; column++)
        {
            if (columns?.Contains(_keys[column]) ?? true)
            {
                _line.Append(first ? string.Empty : ", ");
                Quote(_keys[column]);
                _line.Append(": ");
                Value(row);
                first = false;
            }
        }

        _line.Append('}');
        output.Write(_line);
        _line.Clear();
    }

    public void End() => output.Write(_begun ? "]\n" : "[]\n");

    private void Value(in JsonRow row)
    {
        switch (row.Kind)
        {
            case JsonTokenType.Null:
                _line.Append("None");
                break;
            case JsonTokenType.String:
                Quote(row.Text);
                break;
            case JsonTokenType.StartArray:
                _line.Append('[');
                var items = row.Items();
                for (var at = 0; at < items.Count; at++)
                {
                    _line.Append(at == 0 ? string.Empty : ", ");
                    Quote(items[at]);
                }

                _line.Append(']');
                break;
            default:
                _line.Append(row.Text);
                break;
        }
    }

    private void Quote(string text)
    {
        _line.Append('\'');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\'' => _line.Append("\\'"),
                '\\' => _line.Append("\\\\"),
                '\n' => _line.Append("\\n"),
                '\r' => _line.Append("\\r"),
                '\t' => _line.Append("\\t"),
                _ when char.IsControl(letter) => _line.Append($"\\x{(int)letter:x2}"),
                _ => _line.Append(letter),
            };
        }

        _line.Append('\'');
    }
}
