using System.Text.Json;

namespace BootService.Commands.Catalog;

/// <summary>Describes what is on the admin's side beside the verbs, and what the descriptions of the verbs share.</summary>
internal static class OpenApiService
{
    /// <summary>The tag of these operations.</summary>
    public const string Tag = "Beside the commands";

    private const string Paths = """
        {
          "/v1/events": {
            "get": {
              "operationId": "streamEvents", "tags": ["Beside the commands"], "summary": "Streams what machines and the service do, as it happens.",
              "description": "Server-sent events: one listening, a boot for each event (its data is a BootEvent), and stopping when the service stops.",
              "responses": {
                "200": { "description": "The stream.", "content": { "text/event-stream": { "schema": { "$ref": "#/components/schemas/BootEvent" } } } },
                "401": { "$ref": "#/components/responses/problem" },
                "429": { "$ref": "#/components/responses/problem" }
              }
            }
          },
          "/v1/me": {
            "get": {
              "operationId": "whoAmI", "tags": ["Beside the commands"], "summary": "Says who calls and what the caller may do.", "security": [{}],
              "responses": {
                "200": { "description": "Who.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Caller" } } } },
                "403": { "$ref": "#/components/responses/problem" }
              }
            }
          },
          "/v1/login": {
            "post": {
              "operationId": "login", "tags": ["Beside the commands"], "summary": "Puts a token into the cookie of a browser.", "security": [{}],
              "requestBody": { "required": true, "content": { "text/plain": { "schema": { "type": "string", "description": "The token." } } } },
              "responses": {
                "200": { "description": "Who.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Caller" } } } },
                "401": { "$ref": "#/components/responses/problem" }
              }
            }
          },
          "/v1/logout": {
            "post": {
              "operationId": "logout", "tags": ["Beside the commands"], "summary": "Takes the cookie away.", "security": [{}],
              "responses": {
                "200": { "description": "Done.", "content": { "application/json": { "schema": { "type": "object" } } } },
                "403": { "$ref": "#/components/responses/problem" }
              }
            }
          },
          "/health/live": {
            "get": {
              "operationId": "live", "tags": ["Beside the commands"], "summary": "Answers as long as the daemon runs.",
              "responses": {
                "200": { "description": "It runs.", "content": { "text/plain": { "schema": { "type": "string" } } } },
                "401": { "$ref": "#/components/responses/problem" }
              }
            }
          },
          "/health/ready": {
            "get": {
              "operationId": "ready", "tags": ["Beside the commands"], "summary": "Says whether everything that is to be served is.",
              "responses": {
                "200": { "description": "It is.", "content": { "text/plain": { "schema": { "type": "string" } } } },
                "401": { "$ref": "#/components/responses/problem" },
                "503": { "description": "It is not; the text says why.", "content": { "text/plain": { "schema": { "type": "string" } } } }
              }
            }
          },
          "/metrics": {
            "get": {
              "operationId": "metrics", "tags": ["Beside the commands"], "summary": "Gives the metrics in Prometheus' text form.",
              "responses": {
                "200": { "description": "The metrics.", "content": { "text/plain": { "schema": { "type": "string" } } } },
                "401": { "$ref": "#/components/responses/problem" }
              }
            }
          },
          "/openapi/v1.json": {
            "get": {
              "operationId": "describe", "tags": ["Beside the commands"], "summary": "Gives this description.",
              "responses": {
                "200": { "description": "It.", "content": { "application/json": { "schema": { "type": "object" } } } },
                "401": { "$ref": "#/components/responses/problem" }
              }
            }
          }
        }
        """;

    private const string Components = """
        {
          "securitySchemes": {
            "token": { "type": "http", "scheme": "bearer", "description": "A token of stack add token." },
            "session": { "type": "apiKey", "in": "cookie", "name": "__Host-bootservice", "description": "A browser that has logged in." }
          },
          "headers": {
            "total": { "description": "Rows there are, on all pages.", "required": true, "schema": { "type": "integer", "format": "int64" } },
            "next": { "description": "Where the next page is (RFC 8288); left out on the last one.", "schema": { "type": "string" } }
          },
          "parameters": {
            "limit": { "name": "limit", "in": "query", "description": "Most rows to show.", "schema": { "type": "integer", "minimum": 1, "maximum": 10000, "default": 1000 } },
            "offset": { "name": "offset", "in": "query", "description": "Rows to pass over.", "schema": { "type": "integer", "format": "int64", "minimum": 0, "default": 0 } }
          },
          "responses": {
            "problem": { "description": "Why not, in a sentence.", "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } }
          }
        }
        """;

    private const string Schemas = """
        {
          "Problem": {
            "type": "object", "description": "Why a request was not carried out (RFC 9457).",
            "properties": { "title": { "type": "string" }, "status": { "type": "integer", "format": "int32" }, "detail": { "type": "string" } },
            "required": ["title", "status", "detail"]
          },
          "Message": {
            "type": "object", "description": "What a verb without a table says.",
            "properties": { "message": { "type": "string" } }, "required": ["message"]
          },
          "Caller": {
            "type": "object", "description": "Who calls; nulls for nobody.",
            "properties": { "role": { "type": ["string", "null"], "enum": ["read", "admin", null] }, "name": { "type": ["string", "null"] },
              "hosts": { "type": ["string", "null"], "description": "The hosts that the caller is limited to; null for all." },
              "login": { "type": ["string", "null"], "description": "Where a person logs in without a token; null where that cannot be." } },
            "required": ["role", "name", "hosts", "login"]
          },
          "BootEvent": {
            "type": "object", "description": "Something that a machine or the service did or refused.",
            "properties": {
              "time": { "type": "string", "format": "date-time" },
              "mac": { "type": "string" },
              "host": { "type": "string", "description": "Left out for machines that are not known." },
              "attempt": { "type": "integer", "format": "int64" },
              "stage": { "type": "string" },
              "outcome": { "type": "string" },
              "what": { "type": "string" },
              "why": { "type": "string" },
              "address": { "type": "string" },
              "bytes": { "type": "integer", "format": "int64" },
              "tookMilliseconds": { "type": "number", "format": "double" }
            },
            "required": ["time", "mac", "stage", "outcome", "what"]
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
            "type": "object", "description": "One line of an answer.",
            "properties": {
              "event": { "type": "string", "enum": ["table", "row", "message", "progress", "run", "want", "error", "end"] },
              "headers": { "type": "array", "items": { "type": "string" } },
              "row": {
                "type": "object",
                "additionalProperties": { "type": ["string", "number", "boolean", "array", "null"], "items": { "type": "string" } }
              },
              "text": { "type": "string" },
              "done": { "type": "integer", "format": "int64" },
              "total": { "type": "integer", "format": "int64" },
              "run": { "type": "object" },
              "path": { "type": "string" },
              "exit": { "type": "integer", "format": "int32", "enum": [0, 1, 2] }
            },
            "required": ["event"]
          }
        }
        """;

    /// <summary>Writes the paths into the object that is open.</summary>
    public static void WritePaths(Utf8JsonWriter json) => Into(json, Paths);

    /// <summary>Writes the components but the schemas into the object that is open.</summary>
    public static void WriteComponents(Utf8JsonWriter json) => Into(json, Components);

    /// <summary>Writes the schemas into the object that is open.</summary>
    public static void WriteSchemas(Utf8JsonWriter json) => Into(json, Schemas);

    private static void Into(Utf8JsonWriter json, string members)
    {
        using var parsed = JsonDocument.Parse(members);
        foreach (var member in parsed.RootElement.EnumerateObject())
        {
            member.WriteTo(json);
        }
    }
}
