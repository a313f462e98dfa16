using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BootService.Core.Power;

/// <summary>A system of a Redfish service, as far as its power goes (DMTF DSP0266, schema ComputerSystem).</summary>
/// <param name="State">Whether it is on.</param>
/// <param name="ResetTarget">The path that takes a reset; null when it has none.</param>
/// <param name="Allowed">The kinds of reset it takes; empty when it does not say.</param>
public sealed record RedfishSystem(PowerState State, string? ResetTarget, ImmutableArray<string> Allowed)
{
    /// <summary>The kind of reset that carries a command out; null when it takes none that does.</summary>
    public string? ResetType(PowerCommand command)
    {
        string[] fitting = command switch
        {
            PowerCommand.On => ["On", "ForceOn"],
            PowerCommand.Off => ["ForceOff"],
            _ => ["ForceRestart", "PowerCycle"],
        };
        return Allowed.IsEmpty ? fitting[0] : fitting.FirstOrDefault(kind => Allowed.Contains(kind));
    }
}

/// <summary>What is said to a Redfish service, and how its answers are read.</summary>
public static class RedfishProtocol
{
    /// <summary>Where its systems are listed.</summary>
    public const string Systems = "/redfish/v1/Systems";

    /// <summary>Reads the list of systems.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="wanted">The Id of the one that is meant; null for the only one.</param>
    /// <returns>Its path, or why there is none.</returns>
    public static (string? Path, string? Fault) Find(ReadOnlySpan<byte> json, string? wanted)
    {
        var paths = Read(json, RedfishJson.Default.RedfishList)?.Members?.Select(member => member.Id).Where(IsPath).ToArray();
        return paths switch
        {
            null => (null, "its list of systems is not understood: is it a Redfish service?"),
            [] => (null, "it lists no system"),
            _ when wanted is not null => Array.Find(paths, path => path!.TrimEnd('/').EndsWith($"/{wanted}", StringComparison.Ordinal)) is { } found
                ? (found, null)
                : (null, $"it has no system \"{wanted}\": set attribute power.machine to one of {Names(paths)}"),
            [var only] => (only, null),
            _ => (null, $"it has {paths.Length} systems: set attribute power.machine to one of {Names(paths)}"),
        };
    }

    /// <summary>Reads a system; null when it is none.</summary>
    public static RedfishSystem? Machine(ReadOnlySpan<byte> json)
    {
        if (Read(json, RedfishJson.Default.RedfishMachine) is not { PowerState: { } state } machine)
        {
            return null;
        }

        var reset = machine.Actions?.Reset;
        return new RedfishSystem(
            state switch
            {
                "On" or "PoweringOn" or "PoweringOff" or "Paused" => PowerState.On,
                "Off" => PowerState.Off,
                _ => PowerState.Unknown,
            },
            IsPath(reset?.Target) ? reset!.Target : null,
            [.. reset?.Allowed ?? []]);
    }

    /// <summary>The body of a reset.</summary>
    public static byte[] Reset(string kind) => JsonSerializer.SerializeToUtf8Bytes(new RedfishReset(kind), RedfishJson.Default.RedfishReset);

    /// <summary>What a service says of an error, one line; null when it says nothing that is understood.</summary>
    public static string? Complaint(ReadOnlySpan<byte> json)
    {
        var error = Read(json, RedfishJson.Default.RedfishFailure)?.Error;
        var text = ((error?.Details is [var first, ..] ? first.Message : null) ?? error?.Message)?.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return text is { Length: > 200 } ? text[..200] + "..." : string.IsNullOrEmpty(text) ? null : text;
    }

    // A path of the same service: the password goes nowhere else.
    private static bool IsPath(string? path) => path is ['/', not '/', ..];

    private static string Names(IEnumerable<string?> paths) => string.Join(", ", paths.Select(path => path!.TrimEnd('/').Split('/')[^1]));

    private static T? Read<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record RedfishLink([property: JsonPropertyName("@odata.id")] string? Id);

internal sealed record RedfishList([property: JsonPropertyName("Members")] IReadOnlyList<RedfishLink>? Members);

internal sealed record RedfishMachine(
    [property: JsonPropertyName("PowerState")] string? PowerState, [property: JsonPropertyName("Actions")] RedfishActions? Actions);

internal sealed record RedfishActions([property: JsonPropertyName("#ComputerSystem.Reset")] RedfishResetAction? Reset);

internal sealed record RedfishResetAction(
    [property: JsonPropertyName("target")] string? Target,
    [property: JsonPropertyName("ResetType@Redfish.AllowableValues")] IReadOnlyList<string>? Allowed);

internal sealed record RedfishReset([property: JsonPropertyName("ResetType")] string ResetType);

internal sealed record RedfishFailure([property: JsonPropertyName("error")] RedfishError? Error);

internal sealed record RedfishError(
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("@Message.ExtendedInfo")] IReadOnlyList<RedfishDetail>? Details);

internal sealed record RedfishDetail([property: JsonPropertyName("Message")] string? Message);

/// <summary>Reads and writes Redfish's JSON without reflection.</summary>
[JsonSerializable(typeof(RedfishList))]
[JsonSerializable(typeof(RedfishMachine))]
[JsonSerializable(typeof(RedfishReset))]
[JsonSerializable(typeof(RedfishFailure))]
internal sealed partial class RedfishJson : JsonSerializerContext;
