using System.Text;
using System.Text.Json;

namespace BootService.Commands.Catalog;

/// <summary>Writes the OpenAPI 3.1 description of the verbs over HTTP, from the declarations.</summary>
public static class OpenApiDocument
{
    /// <summary>The document, UTF-8 JSON.</summary>
    /// <param name="catalog">The verbs.</param>
    /// <param name="version">The daemon's version.</param>
    public static byte[] Write(CommandCatalog catalog, string version)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return Write(catalog.Declarations, version);
    }

    internal static byte[] Write(IEnumerable<CommandDeclaration> declarations, string version)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("openapi", "3.1.0");
            json.WriteStartObject("info");
            json.WriteString("title", "BootService");
            json.WriteString("version", version);
            json.WriteString(
                "description", "Each command of stack as a POST, whose answer is one JSON object a line; the last line is {\"event\":\"end\",\"exit\":0}. "
                + "What only looks is a GET as well, whose answer is one JSON array, page by page.");
            json.WriteEndObject();
            json.WriteStartObject("paths");
            json.WriteStartObject("/v1/commands");
            Operation(json, "command", "Runs a whole command line.", "args holds the words after stack.", example: null);
            json.WriteEndObject();
            foreach (var declaration in declarations)
            {
                json.WriteStartObject($"/v1/commands/{declaration.Name}");
                if (declaration.IsLooking && declaration.Words != "watch")
                {
                    OpenApiLook.Write(json, declaration);
                }

                Operation(json, declaration.Name, declaration.Help, Described(declaration), declaration.Example);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            Components(json);
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static string Described(CommandDeclaration declaration)
    {
        var text = new StringBuilder($"Usage: {declaration.Usage}");
        foreach (var parameter in declaration.Parameters)
        {
            text.Append('\n').Append("- ").Append(parameter.Name).Append(parameter.Required ? " (required): " : ": ").Append(parameter.Help);
        }

        return text.ToString();
    }

    private static void Operation(Utf8JsonWriter json, string id, string summary, string description, string? example)
    {
        json.WriteStartObject("post");
        json.WriteString("operationId", id);
        json.WriteString("summary", summary);
        json.WriteString("description", description);
        json.WriteStartObject("requestBody");
        json.WriteBoolean("required", value: true);
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        Reference(json, "schema", "#/components/schemas/CommandRequest");
        if (!string.IsNullOrEmpty(example))
        {
            json.WriteStartObject("example");
            json.WriteStartArray("args");
            foreach (var word in example.Split(' ').Skip(id.Split('.').Length))
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
        foreach (var (status, meaning) in new[] { ("200", "Done, or begun: the last line says."), ("400", "Not understood."), ("409", "Refused.") })
        {
            json.WriteStartObject(status);
            json.WriteString("description", meaning);
            json.WriteStartObject("content");
            json.WriteStartObject("application/x-ndjson");
            Reference(json, "schema", "#/components/schemas/CommandEvent");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Components(Utf8JsonWriter json)
    {
        json.WritePropertyName("components");
        json.WriteRawValue("""
            {
              "parameters": {
                "limit": { "name": "limit", "in": "query", "description": "Most rows to show.", "schema": { "type": "integer", "minimum": 1, "maximum": 10000, "default": 1000 } },
                "offset": { "name": "offset", "in": "query", "description": "Rows to pass over.", "schema": { "type": "integer", "minimum": 0, "default": 0 } }
              },
              "responses": {
                "problem": { "description": "Why not, in a sentence.", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }
              },
              "schemas": {
                "Problem": {
                  "type": "object",
                  "properties": { "title": { "type": "string" }, "status": { "type": "integer" }, "detail": { "type": "string" } },
                  "required": ["title", "status", "detail"]
                },
                "Row": {
                  "type": "object",
                  "additionalProperties": { "type": ["string", "number", "boolean", "array", "null"], "items": { "type": "string" } }
                },
                "CommandRequest": {
                  "type": "object",
                  "properties": {
                    "args": { "type": "array", "items": { "type": "string" }, "description": "The words: arguments, and parameters as name=value." },
                    "cwd": { "type": "string", "description": "The directory relative paths start from." },
                    "files": { "type": "object", "additionalProperties": { "type": "string" }, "description": "The texts of files that a want event asked for, by its path." }
                  },
                  "required": ["args"]
                },
                "CommandEvent": {
                  "type": "object",
                  "properties": {
                    "event": { "enum": ["table", "row", "message", "progress", "run", "want", "error", "end"] },
                    "headers": { "type": "array", "items": { "type": "string" } },
                    "row": { "type": "object", "additionalProperties": { "type": ["string", "integer", "null"] } },
                    "text": { "type": "string" },
                    "done": { "type": "integer" },
                    "total": { "type": "integer" },
                    "run": { "type": "object" },
                    "path": { "type": "string" },
                    "exit": { "enum": [0, 1, 2] }
                  },
                  "required": ["event"]
                }
              }
            }
            """);
    }

    private static void Reference(Utf8JsonWriter json, string property, string to)
    {
        json.WriteStartObject(property);
        json.WriteString("$ref", to);
        json.WriteEndObject();
    }
}
