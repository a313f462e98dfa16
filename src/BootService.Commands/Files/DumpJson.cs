using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BootService.Core;

namespace BootService.Commands.Files;

/// <summary>Writes and reads a dump as JSON for people: indented, in the order of names.</summary>
internal static class DumpJson
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
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Demand } },
    };

    public static string Write(ApplianceDump dump) => JsonSerializer.Serialize(dump, Form);

    /// <exception cref="RefusedException">The text is no dump; the sentence says where.</exception>
    public static ApplianceDump Read(string path, ReadOnlySpan<byte> text)
    {
        try
        {
            if (NullInList(text) is { } hole)
            {
                throw new RefusedException($"{path}:{hole}: a list holds null here, which is nothing that \"stack dump\" writes");
            }

            return JsonSerializer.Deserialize<ApplianceDump>(text, Form) ?? throw new RefusedException($"{path} is empty");
        }
        catch (JsonException fault)
        {
            var place = fault.LineNumber is { } line ? $"{path}:{line + 1}:{fault.BytePositionInLine + 1}" : path;
            throw new RefusedException($"{place}: this is not what \"stack dump\" writes{(fault.Path is { Length: > 1 } at ? $" (at {at})" : string.Empty)}");
        }
    }

    /// <summary>What a dump always says of a thing must be there: without it there would be nothing where the thing's name or address belongs.</summary>
    private static void Demand(JsonTypeInfo type)
    {
        foreach (var property in type.Kind is JsonTypeInfoKind.Object ? type.Properties : [])
        {
            property.IsRequired |= property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false, ParameterType: var kind }
                && (!kind.IsValueType || kind.IsGenericType);
        }
    }

    /// <summary>The line and column of the first null that stands in a list; null when none does.</summary>
    private static string? NullInList(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        var lists = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    lists.Push(reader.TokenType is JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    lists.Pop();
                    break;
                case JsonTokenType.Null when lists.TryPeek(out var isList) && isList:
                    var before = bytes[..(int)reader.TokenStartIndex];
                    return $"{before.Count((byte)'\n') + 1}:{before.Length - before.LastIndexOf((byte)'\n')}";
            }
        }

        return null;
    }
}
