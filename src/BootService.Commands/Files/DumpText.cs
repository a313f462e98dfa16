using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BootService.Core;

namespace BootService.Commands.Files;

/// <summary>Writes and reads a dump as JSON for people: indented, in the order of names.</summary>
internal static class DumpText
{
    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = false,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write(ApplianceDump dump) => JsonSerializer.Serialize(dump, Form);

    /// <exception cref="RefusedException">The text is no dump; the sentence says where.</exception>
    public static ApplianceDump Read(string path, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ApplianceDump>(text, Form) ?? throw new RefusedException($"{path} is empty");
        }
        catch (JsonException fault)
        {
            var place = fault.LineNumber is { } line ? $"{path}:{line + 1}:{fault.BytePositionInLine + 1}" : path;
            throw new RefusedException($"{place}: this is not what \"stack dump\" writes{(fault.Path is { Length: > 1 } at ? $" (at {at})" : string.Empty)}");
        }
    }
}
