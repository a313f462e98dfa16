using System.Text.Json;

namespace BootService.Commands.Catalog;

/// <summary>Describes the rows of a verb's table: a schema of its own for each verb, from the declared columns.</summary>
internal static class OpenApiRow
{
    /// <summary>The name of the schema: <c>ListHostRow</c>; that of a message where the verb has no table.</summary>
    public static string NameOf(CommandDeclaration verb) => verb.Row.IsEmpty ? "Message" : $"{OpenApiDocument.Pascal(verb.Words)}Row";

    /// <summary>Writes the schema.</summary>
    public static void Write(Utf8JsonWriter json, CommandDeclaration verb)
    {
        json.WriteStartObject(NameOf(verb));
        json.WriteString("type", "object");
        json.WriteString("description", $"A row of {verb.Words}.");
        json.WriteStartObject("properties");
        foreach (var column in verb.Row)
        {
            Column(json, column);
        }

        json.WriteEndObject();
        json.WriteStartArray("required");
        foreach (var column in verb.Row.Where(column => !column.IsSometimes))
        {
            json.WriteStringValue(column.Name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Column(Utf8JsonWriter json, ColumnDeclaration column)
    {
        var (types, format) = column.Kind switch
        {
            ColumnKind.Number => ((string[])["integer"], "int64"),
            ColumnKind.Fraction => (["number"], "double"),
            ColumnKind.Flag => (["boolean"], null),
            ColumnKind.List => (["array"], null),
            ColumnKind.Mixed => (["integer", "string"], null),
            ColumnKind.Time => (["string"], "date-time"),
            ColumnKind.Address => (["string"], "ipv4"),
            _ => (["string"], null),
        };
        json.WriteStartObject(column.Name);
        Types(json, column.MayBeEmpty ? [.. types, "null"] : types);
        if (format is not null)
        {
            json.WriteString("format", format);
        }

        if (column.Kind is ColumnKind.List)
        {
            json.WritePropertyName("items");
            json.WriteRawValue("""{ "type": "string" }""");
        }

        if (column.Kind is ColumnKind.Choice)
        {
            json.WriteStartArray("enum");
            foreach (var word in column.Choices)
            {
                json.WriteStringValue(word);
            }

            if (column.MayBeEmpty)
            {
                json.WriteNullValue();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Types(Utf8JsonWriter json, string[] types)
    {
        if (types is [var one])
        {
            json.WriteString("type", one);
            return;
        }

        json.WriteStartArray("type");
        foreach (var type in types)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
    }
}
