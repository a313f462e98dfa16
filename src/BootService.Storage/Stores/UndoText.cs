using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using BootService.Core.Audits;
using BootService.Core.Stored;

namespace BootService.Storage.Stores;

/// <summary>The steps of an undo as JSON. What is stored must be read by later versions.</summary>
internal static class UndoText
{
    public static string Write(ImmutableArray<UndoStep> steps) => $"[{string.Join(',', steps.Select(step => JsonSerializer.Serialize(step, StoredJson.Default.UndoStep)))}]";

    /// <exception cref="FormatException">It is not ours.</exception>
    public static ImmutableArray<UndoStep> Read(string text)
    {
        try
        {
            return [.. (JsonNode.Parse(text) as JsonArray ?? throw new JsonException()).Select(Step)];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new FormatException("it does not say how a change is taken back", fault);
        }
    }

    private static UndoStep Step(JsonNode? node) =>
        (node is JsonObject step ? (step.ContainsKey("step") ? step : Modern(step)).Deserialize(StoredJson.Default.UndoStep) : null) ?? throw new JsonException();

    // As the first version wrote them: {host, old, new} and {scope, target, attr, oldValue, newValue}.
    private static JsonObject Modern(JsonObject step) => step.ContainsKey("host")
        ? new JsonObject { ["step"] = "host", ["name"] = Taken(step, "host"), ["before"] = Taken(step, "old"), ["after"] = Taken(step, "new") }
        : new JsonObject
        {
            ["step"] = "attribute",
            ["owner"] = new JsonObject { ["scope"] = Taken(step, "scope"), ["target"] = Taken(step, "target") },
            ["name"] = Taken(step, "attr"),
            ["before"] = Taken(step, "oldValue"),
            ["after"] = Taken(step, "newValue"),
        };

    private static JsonNode? Taken(JsonObject from, string name)
    {
        var value = from[name];
        from.Remove(name);
        return value;
    }
}
