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

    /// <summary>The text of the cell; empty for null.</summary>
    public readonly string Text => _json.TokenType switch
    {
        JsonTokenType.Null => string.Empty,
        JsonTokenType.String => _json.GetString()!,
        _ => System.Text.Encoding.UTF8.GetString(_json.ValueSpan),
    };

    /// <summary>The octets of a cell that are its text as they stand; false when it must be decoded.</summary>
    public readonly bool TryPlain(out ReadOnlySpan<byte> octets)
    {
        octets = _json.TokenType is JsonTokenType.Null ? default : _json.ValueSpan;
        return !_json.ValueIsEscaped && System.Text.Ascii.IsValid(octets);
    }

    /// <summary>Goes to the next cell; false after the last one.</summary>
    public bool Next() => _json.Read() && _json.TokenType is JsonTokenType.PropertyName && _json.Read();
}
