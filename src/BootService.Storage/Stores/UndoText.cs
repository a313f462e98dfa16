using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Storage.Stores;

/// <summary>The steps of an undo as JSON, in columns' own spelling: what is stored must be read by later versions.</summary>
internal static class UndoText
{
    public static string Write(ImmutableArray<UndoStep> steps) => JsonSerializer.Serialize([.. steps.Select(Of)], UndoJson.Default.ListStepJson);

    /// <exception cref="JsonException">It is not ours.</exception>
    public static ImmutableArray<UndoStep> Read(string text) => [.. (JsonSerializer.Deserialize(text, UndoJson.Default.ListStepJson) ?? []).Select(Step)];

    private static StepJson Of(UndoStep step) => step switch
    {
        UndoStep.OfHost host => new StepJson { Host = host.Name.ToString(), Old = Of(host.Before), New = Of(host.After) },
        UndoStep.OfAttribute attribute => new StepJson
        {
            Scope = attribute.Owner.Scope.ToString(),
            Target = attribute.Owner.Target,
            Attr = attribute.Name.ToString(),
            OldValue = Of(attribute.Before),
            NewValue = Of(attribute.After),
        },
        _ => throw new InvalidOperationException($"{step.GetType().Name} cannot be written"),
    };

    private static UndoStep Step(StepJson json) => json.Host is { } host
        ? new UndoStep.OfHost(HostName.Parse(host), Host(json.Old), Host(json.New))
        : new UndoStep.OfAttribute(
            new AttributeOwner(Enum.Parse<AttributeScope>(json.Scope ?? string.Empty), json.Target ?? string.Empty), AttributeName.Parse(json.Attr ?? string.Empty), Value(json.OldValue), Value(json.NewValue));

    private static ValueJson? Of(AttributeValue? value) => value is null ? null : new ValueJson(value.Text, value.Shadow, value.Since.UtcTicks);

    private static AttributeValue? Value(ValueJson? json) => json is null ? null : new AttributeValue(json.Text, json.Shadow, new DateTimeOffset(json.Since, TimeSpan.Zero));

    private static HostJson? Of(Host? host) => host is null ? null : new HostJson
    {
        Name = host.Name.ToString(),
        Appliance = host.Appliance,
        Rack = host.Rack,
        Rank = host.Rank,
        Action = host.Action.ToString(),
        Os = host.Os,
        Environment = host.Environment,
        Box = host.Box,
        InstallAction = host.InstallAction,
        OsAction = host.OsAction,
        Comment = host.Comment,
        Groups = [.. host.Groups],
        Interfaces = [.. host.Interfaces.Select(nic => new InterfaceJson(nic.Name, nic.Mac?.ToString(), nic.Address?.ToString(), nic.Network, nic.IsDefault, nic.HostName))],
    };

    private static Host? Host(HostJson? json) => json is null ? null : new Host(HostName.Parse(json.Name), json.Appliance, json.Rack, json.Rank)
    {
        Action = Enum.Parse<BootAction>(json.Action),
        Os = json.Os,
        Environment = json.Environment,
        Box = json.Box,
        InstallAction = json.InstallAction,
        OsAction = json.OsAction,
        Comment = json.Comment,
        Groups = [.. json.Groups],
        Interfaces =
        [
            .. json.Interfaces.Select(nic => new HostInterface(
                nic.Name, nic.Mac is null ? null : MacAddress.Parse(nic.Mac), nic.Address is null ? null : Ipv4.Parse(nic.Address), nic.Network, nic.IsDefault, nic.HostName)),
        ],
    };
}

internal sealed record StepJson
{
    public string? Host { get; init; }

    public HostJson? Old { get; init; }

    public HostJson? New { get; init; }

    public string? Scope { get; init; }

    public string? Target { get; init; }

    public string? Attr { get; init; }

    public ValueJson? OldValue { get; init; }

    public ValueJson? NewValue { get; init; }
}

internal sealed record ValueJson(string Text, bool Shadow, long Since);

internal sealed record HostJson
{
    public string Name { get; init; } = string.Empty;

    public string Appliance { get; init; } = string.Empty;

    public int Rack { get; init; }

    public int Rank { get; init; }

    public string Action { get; init; } = string.Empty;

    public string Os { get; init; } = string.Empty;

    public string? Environment { get; init; }

    public string Box { get; init; } = string.Empty;

    public string InstallAction { get; init; } = string.Empty;

    public string OsAction { get; init; } = string.Empty;

    public string Comment { get; init; } = string.Empty;

    public string[] Groups { get; init; } = [];

    public InterfaceJson[] Interfaces { get; init; } = [];
}

internal sealed record InterfaceJson(string Name, string? Mac, string? Address, string? Network, bool IsDefault, string? HostName);

/// <summary>Serialises without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<StepJson>))]
internal sealed partial class UndoJson : JsonSerializerContext;
