using System.Text.Json;

namespace BootService.Commands.Catalog;

/// <summary>Describes a verb that only looks as a GET: its parameters with their types and words, and its rows in pages.</summary>
internal static class OpenApiLook
{
    /// <summary>Whether a verb is described as a GET: it only looks, and comes to an end.</summary>
    public static bool IsDescribed(CommandDeclaration declaration) => declaration.IsLooking && declaration.Words != "watch";

    /// <summary>Writes the operation.</summary>
    public static void Write(Utf8JsonWriter json, CommandDeclaration declaration)
    {
        var name = OpenApiDocument.Pascal(declaration.Words);
        json.WriteStartObject("get");
        json.WriteString("operationId", char.ToLowerInvariant(name[0]) + name[1..]);
        json.WriteStartArray("tags");
        json.WriteStringValue(CommandTasks.Of(declaration.Words));
        json.WriteEndArray();
        json.WriteString("summary", declaration.Help);
        if (declaration.Detail.Length > 0)
        {
            json.WriteString("description", declaration.Detail);
        }

        json.WriteStartArray("parameters");
        if (!declaration.Arguments.IsEmpty)
        {
            Argument(json, declaration.Arguments);
        }

        foreach (var parameter in declaration.Parameters)
        {
            Parameter(json, parameter);
        }

        Reference(json, "#/components/parameters/limit");
        Reference(json, "#/components/parameters/offset");
        json.WriteEndArray();
        json.WriteStartObject("responses");
        json.WriteStartObject("200");
        json.WriteString("description", "The rows of the page.");
        json.WritePropertyName("headers");
        json.WriteRawValue("""{ "X-Total-Count": { "$ref": "#/components/headers/total" }, "Link": { "$ref": "#/components/headers/next" } }""");
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        json.WriteStartObject("schema");
        json.WriteString("type", "array");
        OpenApiDocument.Reference(json, "items", $"#/components/schemas/{OpenApiRow.NameOf(declaration)}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        OpenApiDocument.Problems(json, "401", "403", "409", "422", "503");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Argument(Utf8JsonWriter json, IReadOnlyList<ArgumentDeclaration> arguments)
    {
        json.WriteStartObject();
        json.WriteString("name", "arg");
        json.WriteString("in", "query");
        json.WriteBoolean("required", !arguments[0].Optional);
        json.WriteString("description", Meaning(arguments));
        json.WritePropertyName("schema");
        json.WriteRawValue("""{ "type": "array", "items": { "type": "string" } }""");
        json.WriteEndObject();
    }

    private static string Meaning(IReadOnlyList<ArgumentDeclaration> arguments) => "Arguments in their order: "
        + string.Join("; ", arguments.Select(argument => argument.Help.Length > 0 ? $"{argument.Name} ({argument.Help.TrimEnd('.')})" : argument.Name)) + ".";

    private static void Parameter(Utf8JsonWriter json, ParameterDeclaration parameter)
    {
        json.WriteStartObject();
        json.WriteString("name", parameter.Name);
        json.WriteString("in", "query");
        json.WriteBoolean("required", parameter.Required);
        json.WriteString("description", parameter.Help);
        json.WriteStartObject("schema");
        json.WriteString("type", parameter.Kind switch { ValueKind.Number => "integer", ValueKind.Flag => "boolean", _ => "string" });
        if (!parameter.Choices.IsDefaultOrEmpty)
        {
            json.WriteStartArray("enum");
            foreach (var choice in parameter.Choices)
            {
                json.WriteStringValue(choice);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter json, string to)
    {
        json.WriteStartObject();
        json.WriteString("$ref", to);
        json.WriteEndObject();
    }
}
