using System.Buffers;
using System.Text.Json;

namespace BootService.Commands.Imports;

/// <summary>A list of another program's JSON, as the places of its items in the text.</summary>
internal sealed class LongList
{
    private readonly List<ReadOnlyMemory<byte>> _items = [];
    private readonly JsonDocumentOptions _form;
    private int _odd;

    private LongList(JsonDocumentOptions form) => _form = form;

    /// <summary>Why not all of it are the objects that they must be; null when they are.</summary>
    public string? WhyNoObjects => ImportedJson.WhyNoObjects(_odd, _items.Count);

    /// <summary>Its objects, each good until the next one is asked for.</summary>
    public IEnumerable<ImportedJson> Objects() => Items().Where(item => item.ValueKind is JsonValueKind.Object).Select(item => new ImportedJson(item));

    /// <summary>Its items, each good until the next one is asked for.</summary>
    public IEnumerable<JsonElement> Items()
    {
        foreach (var item in _items)
        {
            using var document = JsonDocument.Parse(item, _form);
            yield return document.RootElement;
        }
    }

    /// <summary>Reads a text through, and takes the items of a list out of the object at its root.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The list's name; of several of this name the last one is meant, as everywhere in JSON.</param>
    /// <param name="form">What is let pass.</param>
    /// <returns>The root, in which the list has no items; a root that is no object, and a member that is no list, as they are.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static (JsonElement Root, LongList List) Cut(ReadOnlyMemory<byte> text, string name, JsonDocumentOptions form)
    {
        var list = new LongList(form);
        var rest = new ArrayBufferWriter<byte>();
        var reader = new Utf8JsonReader(
            text.Span, new JsonReaderOptions { CommentHandling = form.CommentHandling, AllowTrailingCommas = form.AllowTrailingCommas });
        var kept = 0;
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType is not JsonTokenType.PropertyName || !reader.ValueTextEquals(name))
            {
                continue;
            }

            list._items.Clear();
            list._odd = 0;
            if (reader.Read() && reader.TokenType is JsonTokenType.StartArray)
            {
                rest.Write(text.Span[kept..(int)reader.BytesConsumed]);
                list.Take(text, ref reader);
                kept = (int)reader.TokenStartIndex;
            }
        }

        rest.Write(text.Span[kept..]);

        // Not disposed of: its elements live as long as somebody looks at them.
        return (JsonDocument.Parse(rest.WrittenMemory, form).RootElement, list);
    }

    // To the end of the array.
    private void Take(ReadOnlyMemory<byte> text, ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            _odd += reader.TokenType is JsonTokenType.StartObject ? 0 : 1;
            reader.Skip();
            _items.Add(text[start..(int)reader.BytesConsumed]);
        }
    }
}
