using System.Text;

namespace BootService.Commands.Files;

/// <summary>Cuts a text into rows of cells, each with its place. What separates cells is found out from the header.</summary>
internal ref struct CsvReader
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    private readonly string _text;
    private readonly char _separator;
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private bool _cellOwed;

    private CsvReader(string text)
    {
        // Old editors end a file with the character that DOS ended one with.
        _text = text.EndsWith('\x1A') ? text.TrimEnd('\x1A') : text;
        _at = text.StartsWith('\uFEFF') ? 1 : 0;
        _lineStart = _at;
        _separator = Separator(text.AsSpan(_at), out var said);
        if (said)
        {
            SkipLine();
        }
    }

    private readonly bool AtEnd => _at >= _text.Length && !_cellOwed;

    /// <summary>All rows, empty ones among them; what is wrong with quotes is told to <paramref name="faults"/>.</summary>
    public static List<CsvCell[]> Rows(string text, FileFaults faults)
    {
        var reader = new CsvReader(text);
        var rows = new List<CsvCell[]>();
        var row = new List<CsvCell>();
        while (!reader.AtEnd)
        {
            var cell = reader.ReadCell(out var fault);
            row.Add(cell);
            if (fault is not null)
            {
                faults.Add(cell, fault);
            }

            if (reader.EndsRow())
            {
                rows.Add([.. row]);
                row.Clear();
            }
        }

        return rows;
    }

    /// <summary>
    /// What separates cells: what a line <c>sep=;</c> says, as spreadsheets write it, or else the commonest candidate of the first line with any text; a comma
    /// when there is none.
    /// </summary>
    private static char Separator(ReadOnlySpan<char> text, out bool said)
    {
        var first = text.TrimStart("\r\n \t");
        said = first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && first.Length > 4 && Separators.Contains(first[4]);
        if (said)
        {
            return first[4];
        }

        var counts = new int[Separators.Length];
        var quoted = false;
        foreach (var letter in first)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && letter is '\r' or '\n')
            {
                break;
            }
            else if (!quoted && Array.IndexOf(Separators, letter) is var which and >= 0)
            {
                counts[which]++;
            }
        }

        var most = Array.IndexOf(counts, counts.Max());
        return Separators[most];
    }

    private CsvCell ReadCell(out string? fault)
    {
        fault = null;
        _cellOwed = false;
        SkipBlanks();
        var (line, column) = (_line, _at - _lineStart + 1);
        if (_at < _text.Length && _text[_at] == '"')
        {
            return new CsvCell(ReadQuoted(out fault), line, column);
        }

        var end = _text.AsSpan(_at).IndexOfAny(_separator, '\n', '\r') is var next and >= 0 ? _at + next : _text.Length;
        var text = Trimmed(_text.AsSpan(_at, end - _at));
        _at = end;
        return new CsvCell(text.IsEmpty ? string.Empty : Unwrapped(text.ToString()), line, column);
    }

    /// <summary>Spreadsheets write <c>="007"</c> for a text that they would take for a number.</summary>
    private static string Unwrapped(string text) =>
        text is ['=', '"', .. var inner, '"'] && !inner.Contains('"', StringComparison.Ordinal) ? inner : text;

    /// <summary>Steps over what ends a cell; true when the row ends with it.</summary>
    private bool EndsRow()
    {
        SkipBlanks();
        if (_at < _text.Length && _text[_at] == _separator)
        {
            _at++;
            _cellOwed = true;
            return false;
        }

        SkipLine();
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] != _separator && IsBlank(_text[_at]))
        {
            _at++;
        }
    }

    /// <summary>Blanks of every kind but those that end a line, and letters without any look, which pages and word processors leave behind.</summary>
    public static bool IsBlank(char letter) =>
        letter is ' ' or '\t'
            || (letter > '~' && (char.GetUnicodeCategory(
                letter) is System.Globalization.UnicodeCategory.SpaceSeparator or System.Globalization.UnicodeCategory.Format));

    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> text)
    {
        var length = text.Length;
        while (length > 0 && IsBlank(text[length - 1]))
        {
            length--;
        }

        return text[..length];
    }

    private string ReadQuoted(out string? fault)
    {
        var content = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '"' && (_at + 1 >= _text.Length || _text[_at + 1] != '"'))
            {
                _at++;
                var end = _text.AsSpan(_at).IndexOfAny(_separator, '\n', '\r') is var next and >= 0 ? _at + next : _text.Length;
                fault = _text.AsSpan(_at, end - _at).IsWhiteSpace() ? null : "after the closing quote there is more text: double the quotes inside the cell";
                _at = end;
                return content.ToString();
            }

            _at += _text[_at] == '"' ? 1 : 0;
            content.Append(_text[_at]);
            if (_text[_at] == '\n')
            {
                (_line, _lineStart) = (_line + 1, _at + 1);
            }
        }

        fault = "the quoted cell that begins here lacks its closing quote";
        return content.ToString();
    }

    /// <summary>Goes behind the end of the line: a line feed, a carriage return, or both.</summary>
    private void SkipLine()
    {
        var end = _text.AsSpan(Math.Min(_at, _text.Length)).IndexOfAny('\n', '\r') is var next and >= 0 ? _at + next : _text.Length;
        _at = end + (_text.AsSpan(Math.Min(end, _text.Length)).StartsWith("\r\n") ? 2 : end < _text.Length ? 1 : 0);
        if (end < _text.Length)
        {
            (_line, _lineStart) = (_line + 1, _at);
        }
    }
}
