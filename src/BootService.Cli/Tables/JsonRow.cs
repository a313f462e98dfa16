using System.Text.Json;

namespace BootService.Cli.Tables;

/// <summary>Walks the cells of a row.</summary>
internal ref struct JsonRow
{
    private Utf8JsonReader _json;

    public JsonRow(ReadOnlySpan<byte> row)
    {
        _json = new Utf8JsonReader(row);
        _json.Read();
    }

    /// <summary>The kind of the cell.</summary>
    public readonly JsonTokenType Kind => _json.TokenType;

    /// <summary>
    /// The text of the cell as Stacki's tables show it: empty for null, <c>True</c> and <c>False</c>, the items of a list with spaces between them.
    /// </summary>
    public readonly string Text => _json.TokenType switch
    {
        JsonTokenType.Null => string.Empty,
        JsonTokenType.True => "True",
        JsonTokenType.False => "False",
        JsonTokenType.String => _json.GetString()!,
        JsonTokenType.StartArray => string.Join(' ', Items()),
        _ => System.Text.Encoding.UTF8.GetString(_json.ValueSpan),
    };

    /// <summary>The items of a list; none for any other cell.</summary>
    public readonly List<string> Items()
    {
        var items = new List<string>();

        // A copy of the reader: the row itself stays where it is.
        var json = _json;
        while (json.TokenType is JsonTokenType.StartArray or JsonTokenType.String && json.Read() && json.TokenType is JsonTokenType.String)
        {
            items.Add(json.GetString()!);
        }

        return items;
    }

    /// <summary>The octets of a cell that are its text as they stand; false when it must be decoded.</summary>
    public readonly bool TryPlain(out ReadOnlySpan<byte> octets)
    {
        octets = _json.TokenType is JsonTokenType.Null ? default : _json.ValueSpan;
        return _json.TokenType is JsonTokenType.Null or JsonTokenType.String or JsonTokenType.Number && !_json.ValueIsEscaped
            && System.Text.Ascii.IsValid(octets);
    }

    /// <summary>Goes to the next cell; false after the last one.</summary>
    public bool Next()
    {
        if (_json.TokenType is JsonTokenType.StartArray)
        {
            _json.Skip();
        }

        return _json.Read() && _json.TokenType is JsonTokenType.PropertyName && _json.Read();
    }
}
