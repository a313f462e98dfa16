using System.Text.Json;

namespace BootService.Commands.Catalog;

/// <summary>Describes a verb that only looks as a GET: its parameters with their types and words, and its rows in pages.</summary>
internal static class OpenApiLook
{
    /// <summary>Writes the operation.</summary>
    public static void Write(Utf8JsonWriter json, CommandDeclaration declaration)
    {
        json.WriteStartObject("get");
        json.WriteString("operationId", $"look.{declaration.Name}");
        json.WriteString("summary", declaration.Help);
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
        json.WritePropertyName("200");
        json.WriteRawValue("""
            {
              "description": "The rows; header Link names the next page where there is one.",
              "headers": { "X-Total-Count": { "description": "Rows there are.", "schema": { "type": "integer" } } },
              "content": { "application/json": { "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Row" } } } }
            }
            """);
        foreach (var status in (string[])["400", "401", "403", "409"])
        {
            json.WriteStartObject(status);
            json.WriteString("$ref", "#/components/responses/problem");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Argument(Utf8JsonWriter json, IReadOnlyList<ArgumentDeclaration> arguments)
    {
        json.WriteStartObject();
        json.WriteString("name", "arg");
        json.WriteString("in", "query");
        json.WriteBoolean("required", !arguments[0].Optional);
        json.WriteString("description", string.Join(" Then: ", arguments.Select(argument => argument.Help)));
        json.WritePropertyName("schema");
        json.WriteRawValue("""{ "type": "array", "items": { "type": "string" } }""");
        json.WriteEndObject();
    }

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
