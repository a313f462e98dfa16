using System.Text;
using System.Text.Json;

namespace BootService.Commands.Catalog;

/// <summary>Describes a verb as a POST that calls it.</summary>
internal static class OpenApiCall
{
    private const string Lines = "application/x-ndjson";

    private static readonly (string Status, string Meaning)[] Answers =
    [
        ("200", "Done, or begun: the last line says how it ended."),
        ("400", "The request is not the JSON object that it must be."),
        ("403", "The token does not allow it."),
        ("404", "There is no such verb."),
        ("409", "Refused: the line with event error says why."),
        ("413", "More octets than this verb takes from this caller."),
        ("422", "Not understood: a parameter is not known, or its value is none."),
    ];

    /// <summary>Writes the operation of a verb.</summary>
    public static void Write(Utf8JsonWriter json, CommandDeclaration verb)
    {
        string[] example = string.IsNullOrEmpty(verb.Example) ? [] : [.. verb.Example.Split(' ').Skip(verb.Words.Split(' ').Length)];
        Write(json, $"run{OpenApiDocument.Pascal(verb.Words)}", CommandTasks.Of(verb.Words), verb.Help, Described(verb), example);
    }

    /// <summary>Writes an operation.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="id">Its id.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="summary">What it does, a sentence.</param>
    /// <param name="description">More about it.</param>
    /// <param name="example">The words of an example; none for no example.</param>
    public static void Write(Utf8JsonWriter json, string id, string tag, string summary, string description, string[] example)
    {
        json.WriteStartObject("post");
        json.WriteString("operationId", id);
        json.WriteStartArray("tags");
        json.WriteStringValue(tag);
        json.WriteEndArray();
        json.WriteString("summary", summary);
        json.WriteString("description", description);
        json.WriteStartObject("requestBody");
        json.WriteBoolean("required", value: true);
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        OpenApiDocument.Reference(json, "schema", "#/components/schemas/CommandRequest");
        if (example.Length > 0)
        {
            json.WriteStartObject("example");
            json.WriteStartArray("args");
            foreach (var word in example)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("responses");
        foreach (var (status, meaning) in Answers)
        {
            json.WriteStartObject(status);
            json.WriteString("description", meaning);
            json.WriteStartObject("content");
            json.WriteStartObject(Lines);
            OpenApiDocument.Reference(json, "schema", "#/components/schemas/CommandEvent");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        OpenApiDocument.Problems(json, "401");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Described(CommandDeclaration verb)
    {
        var text = new StringBuilder($"Usage: {verb.Usage}");
        foreach (var parameter in verb.Parameters)
        {
            text.Append('\n').Append("- ").Append(parameter.Name).Append(parameter.Required ? " (required): " : ": ").Append(parameter.Help);
        }

        return text.ToString();
    }
}
