using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BootService.Contracts;

/// <summary>A text that stays in the octets of its file: a hundred megabytes of it are carried and parsed without being made wide and narrow again.</summary>
/// <param name="Octets">Valid UTF-8, without a mark of the order of bytes.</param>
[JsonConverter(typeof(Utf8TextJson))]
public readonly record struct Utf8Text(ReadOnlyMemory<byte> Octets)
{
    /// <summary>The text of a string.</summary>
    public static Utf8Text Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>The text as a string.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Octets.Span);
}

/// <summary>Reads and writes a string of JSON by its octets.</summary>
internal sealed class Utf8TextJson : JsonConverter<Utf8Text>
{
    /// <exception cref="JsonException">It is no string, or holds half a character.</exception>
    public override Utf8Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            throw new JsonException();
        }

        // What is escaped takes more octets than what it stands for.
        var octets = GC.AllocateUninitializedArray<byte>(reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length);
        try
        {
            return new Utf8Text(octets.AsMemory(0, reader.CopyString(octets)));
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException(null, half);
        }
    }

    public override void Write(Utf8JsonWriter writer, Utf8Text value, JsonSerializerOptions options) => writer.WriteStringValue(value.Octets.Span);
}
