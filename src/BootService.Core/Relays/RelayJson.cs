using System.Collections.Immutable;
using System.Text.Json.Serialization;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Stored;
using BootService.Protocols.Net;

namespace BootService.Core.Relays;

/// <summary>What frontends and relays tell each other as JSON, things spelled as <see cref="StoredJson"/> spells them.</summary>
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
[JsonSerializable(typeof(RelayNews))]
[JsonSerializable(typeof(ImmutableArray<RelayedEvent>))]
public sealed partial class RelayJson : JsonSerializerContext;
