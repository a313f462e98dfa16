using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BootService.Contracts;

/// <summary>Writes and reads what crosses the admin socket, without reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(CommandEvent))]
[JsonSerializable(typeof(string))]
public sealed partial class CommandJson : JsonSerializerContext
{
    /// <summary>
    /// Writes characters as they are wherever JSON lets them: a file of quotes or of another alphabet would take several times its size. Not for HTML.
    /// </summary>
    public static CommandJson Plain { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
