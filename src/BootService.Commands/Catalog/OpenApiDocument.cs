using System.Text.Json;

namespace BootService.Commands.Catalog;

/// <summary>Writes the OpenAPI 3.1 description of the admin's side over HTTP: of the verbs from their declarations, and of what is beside them.</summary>
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
        CommandDeclaration[] verbs = [.. declarations];
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
                + "What only looks is a GET as well, whose answer is one JSON array of typed rows, page by page.");
            json.WritePropertyName("license");
            json.WriteRawValue("""{ "name": "Apache 2.0", "identifier": "Apache-2.0" }""");
            json.WriteEndObject();
            json.WritePropertyName("servers");
            json.WriteRawValue("""[{ "url": "/", "description": "Admin:Listen, or the admin socket." }]""");
            json.WritePropertyName("security");
            json.WriteRawValue("""[{ "token": [] }, { "session": [] }]""");
            Tags(json);
            json.WriteStartObject("paths");
            OpenApiService.WritePaths(json);
            json.WriteStartObject("/v1/commands");
            OpenApiCall.Write(json, "runCommand", OpenApiService.Tag, "Runs a whole command line.", "args holds the words after stack.", example: []);
            json.WriteEndObject();
            foreach (var verb in verbs)
            {
                json.WriteStartObject($"/v1/commands/{verb.Name}");
                if (OpenApiLook.IsDescribed(verb))
                {
                    OpenApiLook.Write(json, verb);
                }

                OpenApiCall.Write(json, verb);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartObject("components");
            OpenApiService.WriteComponents(json);
            json.WriteStartObject("schemas");
            OpenApiService.WriteSchemas(json);
            foreach (var verb in verbs.Where(verb => OpenApiLook.IsDescribed(verb) && !verb.Row.IsEmpty))
            {
                OpenApiRow.Write(json, verb);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    /// <summary>The words of a verb as one name of a program: <c>ListHostAttr</c>.</summary>
    internal static string Pascal(string words) =>
        string.Concat(words.Split(' ', '-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Writes a property that refers to another place of the document.</summary>
    internal static void Reference(Utf8JsonWriter json, string property, string to)
    {
        json.WriteStartObject(property);
        json.WriteString("$ref", to);
        json.WriteEndObject();
    }

    /// <summary>Writes the answers that are problems.</summary>
    internal static void Problems(Utf8JsonWriter json, params ReadOnlySpan<string> statuses)
    {
        foreach (var status in statuses)
        {
            Reference(json, status, "#/components/responses/problem");
        }
    }

    private static void Tags(Utf8JsonWriter json)
    {
        json.WriteStartArray("tags");
        foreach (var task in CommandTasks.All.Append(OpenApiService.Tag))
        {
            json.WriteStartObject();
            json.WriteString("name", task);
            json.WriteString(
                "description", task == OpenApiService.Tag ? "What is beside the commands: events, health, metrics, logging in." : $"Commands for: {task}.");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
