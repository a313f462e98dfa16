using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Stored;

namespace BootService.Storage.Stores;

/// <summary>The steps of an undo as JSON. What is stored must be read by later versions.</summary>
/// <remarks>
/// Attributes are <c>{"step":"attributes","owner":…,"since":…,"values":[[NAME,BEFORE,AFTER],…]}</c>, where a
/// value is null or <c>[TEXT]</c>, with its own ticks of UTC and whether it is a secret behind it where it is not as the step says. Half a million of them,
/// which one spreadsheet brings, take a fifth of the room.
/// </remarks>
internal static class UndoText
{
    private const string Together = "attributes";

    /// <summary>What a step takes about, where there are many: room that doubles takes three times as much while it does.</summary>
    private const int UsualStep = 64;

    public static ReadOnlyMemory<byte> Write(ImmutableArray<UndoStep> steps)
    {
        var octets = new ArrayBufferWriter<byte>(
            steps.Sum(step => step is UndoStep.OfAttributes attributes ? attributes.Values.Length : 1) * UsualStep + UsualStep);
        using var json = new Utf8JsonWriter(octets, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartArray();
        foreach (var step in steps)
        {
            if (step is UndoStep.OfAttributes attributes)
            {
                Write(json, attributes);
            }
            else
            {
                JsonSerializer.Serialize(json, step, StoredJson.Default.UndoStep);
            }
        }

        json.WriteEndArray();
        json.Flush();
        return octets.WrittenMemory;
    }

    /// <exception cref="FormatException">It is not ours.</exception>
    public static ImmutableArray<UndoStep> Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind is JsonValueKind.Array ? [.. json.RootElement.EnumerateArray().Select(Step)] : throw new JsonException();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or NotSupportedException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException("it does not say how a change is taken back", fault);
        }
    }

    private static void Write(Utf8JsonWriter json, UndoStep.OfAttributes step)
    {
        var since = step.Values.Select(value => value.After ?? value.Before).FirstOrDefault()?.Since ?? default;
        json.WriteStartObject();
        json.WriteString("step"u8, Together);
        json.WritePropertyName("owner"u8);
        JsonSerializer.Serialize(json, step.Owner, StoredJson.Default.AttributeOwner);
        json.WriteNumber("since"u8, since.UtcTicks);
        json.WriteStartArray("values"u8);
        foreach (var (name, before, after) in step.Values)
        {
            json.WriteStartArray();
            json.WriteStringValue(name.ToString());
            Write(json, before, since);
            Write(json, after, since);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AttributeValue? value, DateTimeOffset since)
    {
        if (value is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        json.WriteStringValue(value.Text);
        if (value.Shadow || value.Since != since)
        {
            json.WriteNumberValue(value.Since.UtcTicks);
            json.WriteBooleanValue(value.Shadow);
        }

        json.WriteEndArray();
    }

    private static UndoStep Step(JsonElement step)
    {
        if (step.ValueKind is not JsonValueKind.Object)
        {
            throw new JsonException();
        }

        if (!step.TryGetProperty("step"u8, out var kind))
        {
            return step.TryGetProperty("host"u8, out _) ? OldHost(JsonNode.Parse(step.GetRawText())!.AsObject()) : OldAttribute(step);
        }

        return kind.GetString() switch
        {
            Together => Attributes(step),
            "attribute" => Attribute(
                step.GetProperty("owner"u8).Deserialize(StoredJson.Default.AttributeOwner), step.GetProperty("name"u8), Maybe(step, "before"),
                Maybe(step, "after")),
            _ => step.Deserialize(StoredJson.Default.UndoStep) ?? throw new JsonException(),
        };
    }

    private static UndoStep.OfAttributes Attributes(JsonElement step)
    {
        var since = step.GetProperty("since"u8).GetInt64();
        return new UndoStep.OfAttributes(
            step.GetProperty("owner"u8).Deserialize(StoredJson.Default.AttributeOwner),
            [.. step.GetProperty("values"u8).EnumerateArray().Select(value => value.GetArrayLength() == 3
                ? new AttributeDifference(AttributeName.Parse(value[0].GetString()!), ReadValue(value[1], since), ReadValue(value[2], since))
                : throw new JsonException())]);
    }

    private static AttributeValue? ReadValue(JsonElement value, long since) => value.ValueKind is JsonValueKind.Null ? null : value.GetArrayLength() switch
    {
        1 => new AttributeValue(value[0].GetString()!, Shadow: false, new DateTimeOffset(since, TimeSpan.Zero)),
        3 => new AttributeValue(value[0].GetString()!, value[2].GetBoolean(), new DateTimeOffset(value[1].GetInt64(), TimeSpan.Zero)),
        _ => throw new JsonException(),
    };

    // As the first versions wrote them: an attribute by itself; {host, old, new} and {scope, target, attr, oldValue, newValue}.
    private static UndoStep.OfAttributes Attribute(AttributeOwner owner, JsonElement name, AttributeValue? before, AttributeValue? after) =>
        new(owner, [new AttributeDifference(AttributeName.Parse(name.GetString()!), before, after)]);

    private static AttributeValue? Maybe(JsonElement step, string name) =>
        step.TryGetProperty(name, out var value) ? value.Deserialize(StoredJson.Default.AttributeValue) : null;

    private static UndoStep.OfAttributes OldAttribute(JsonElement step)
    {
        var owner = new JsonObject { ["scope"] = step.GetProperty("scope"u8).GetString(), ["target"] = step.GetProperty("target"u8).GetString() };
        return Attribute(owner.Deserialize(StoredJson.Default.AttributeOwner), step.GetProperty("attr"u8), Maybe(step, "oldValue"), Maybe(step, "newValue"));
    }

    private static UndoStep OldHost(JsonObject step) =>
        new JsonObject { ["step"] = "host", ["name"] = Taken(step, "host"), ["before"] = Taken(step, "old"), ["after"] = Taken(step, "new") }
            .Deserialize(StoredJson.Default.UndoStep) ?? throw new JsonException();

    private static JsonNode? Taken(JsonObject from, string name)
    {
        var value = from[name];
        from.Remove(name);
        return value;
    }
}
