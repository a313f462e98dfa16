using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Stored;

/// <summary>
/// Stored things and changes as JSON, without reflection: what is kept of a change to take it back, and what one frontend would tell another.
/// </summary>
/// <remarks>
/// Names are those of the properties, addresses and names of hosts are texts, enumerations go by name; a property that is not there has the value of a new
/// thing.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(SpelledJson<HostName>), typeof(SpelledJson<AttributeName>), typeof(SpelledJson<MacAddress>), typeof(SpelledJson<Ipv4>),
        typeof(SpelledJson<Ipv4Network>),
        typeof(MomentJson), typeof(ScopeJson), typeof(FrozenTextJson),
    ])]
[JsonSerializable(typeof(ImmutableArray<Change>))]
[JsonSerializable(typeof(Change))]
[JsonSerializable(typeof(UndoStep))]
[JsonSerializable(typeof(Host))]
[JsonSerializable(typeof(AttributeValue))]
public sealed partial class StoredJson : JsonSerializerContext;

/// <summary>A value that has a spelling of its own, as a text.</summary>
internal sealed class SpelledJson<T> : JsonConverter<T>
    where T : struct, ISpanParsable<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Which hosts somebody may see, as a text.</summary>
internal sealed class ScopeJson : JsonConverter<HostScope>
{
    public override HostScope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return HostScope.Parse(reader.GetString() ?? throw new JsonException());
        }
        catch (FormatException fault)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    public override void Write(Utf8JsonWriter writer, HostScope value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}

/// <summary>What an installer reads, as a text.</summary>
internal sealed class FrozenTextJson : JsonConverter<FrozenText>
{
    public override FrozenText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() ?? throw new JsonException();

    public override void Write(Utf8JsonWriter writer, FrozenText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Octets.Span);
}

/// <summary>A moment as ISO 8601, exact to the tick. Older versions wrote the ticks of UTC.</summary>
internal sealed class MomentJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.Number)
        {
            return reader.GetDateTimeOffset();
        }

        return reader.TryGetInt64(out var ticks) && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
