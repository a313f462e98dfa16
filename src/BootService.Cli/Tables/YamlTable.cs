using System.Text;
using System.Text.Json;

namespace BootService.Cli.Tables;

/// <summary>A list of mappings in YAML 1.2, which readers of 1.1 understand the same way: whatever they could take for something else is quoted.</summary>
internal sealed class YamlTable(TextWriter output, TableHeader header, string[]? columns) : ITable
{
    private static readonly System.Buffers.SearchValues<char> PlainLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./");

    private readonly IReadOnlyList<string> _keys = header.All;
    private readonly StringBuilder _text = new();
    private bool _begun;

    public void Row(ReadOnlySpan<byte> json)
    {
        _begun = true;
        var row = new JsonRow(json);
        var prefix = "- ";
        for (var column = 0; row.Next() && column < _keys.Count; column++)
        {
            if (columns?.Contains(_keys[column]) is false)
            {
                continue;
            }

            _text.Append(prefix).Append(Scalar(_keys[column])).Append(": ").Append(row.Kind switch
            {
                JsonTokenType.Null => "null",
                JsonTokenType.True => "true",
                JsonTokenType.False => "false",
                JsonTokenType.String => Scalar(row.Text),
                JsonTokenType.StartArray => $"[{string.Join(", ", row.Items().Select(Scalar))}]",
                _ => row.Text,
            }).Append('\n');
            prefix = "  ";
        }

        output.Write(prefix == "- " ? _text.Append("- {}\n") : _text);
        _text.Clear();
        if (header.Live)
        {
            output.Flush();
        }
    }

    public void End() => output.Write(_begun ? string.Empty : "[]\n");

    private static string Scalar(string text) => IsPlain(text) ? text : Quoted(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                '\u0085' or '\u2028' or '\u2029' or '\uFEFF' => quoted.Append($"\\u{(int)letter:x4}"),
                _ when char.IsControl(letter) => quoted.Append($"\\x{(int)letter:x2}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan().IndexOfAnyExcept(PlainLetters) < 0
        && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "null");
}
