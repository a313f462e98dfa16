using System.Text.Json.Serialization;

namespace BootService.Contracts;

/// <summary>Writes and reads what crosses the admin socket, without reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommandRequest))]
[JsonSerializable(typeof(CommandEvent))]
[JsonSerializable(typeof(string))]
public sealed partial class CommandJson : JsonSerializerContext;
