using System.Text.Json.Serialization;
using BootService.Core.Events;

namespace BootService.Admin;

/// <summary>A boot event as it crosses the admin socket.</summary>
internal sealed record BootEventJson(
    DateTimeOffset Time, string Mac, string? Host, long? Attempt, string Stage, string Outcome, string What, string? Why, string? Address, long? Bytes,
    double? TookMilliseconds)
{
    public static BootEventJson Of(in BootEvent happened) => new(
        happened.At,
        happened.Mac.ToString(),
        happened.Host,
        happened.Attempt == 0 ? null : happened.Attempt,
        EventSentences.Stage(happened),
        EventSentences.Outcome(happened),
        EventSentences.What(happened),
        EventSentences.Why(happened),
        happened.Address.IsAny ? null : happened.Address.ToString(),
        happened.Bytes == 0 ? null : happened.Bytes,
        happened.Took == TimeSpan.Zero ? null : happened.Took.TotalMilliseconds);
}

/// <summary>Serialises without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BootEventJson))]
internal sealed partial class BootEventJsonContext : JsonSerializerContext;
