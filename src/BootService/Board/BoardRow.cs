using System.Text.Json.Serialization;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Timeline;

namespace BootService.Board;

/// <summary>A host as the page draws it. What is null is left out.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Rack">The rack it stands in, a number or a word.</param>
/// <param name="Rank">Its place there.</param>
/// <param name="Appliance">Its appliance.</param>
/// <param name="State">How it stands, in the words of <c>list host status</c>.</param>
internal sealed record BoardRow(string Host, Place Rack, Place Rank, string Appliance, string State)
{
    /// <summary>Its box.</summary>
    public required string Box { get; init; }

    /// <summary>The operating system family.</summary>
    public required string Os { get; init; }

    /// <summary>Its groups; null for none.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The admin's note; null for none.</summary>
    public string? Comment { get; init; }

    /// <summary>What it does at its next network boot: <c>install</c>, <c>os</c>, or null for nothing.</summary>
    public string? Action { get; init; }

    /// <summary>Since when it stands so.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Why, a sentence without its full stop.</summary>
    public string? Why { get; init; }

    /// <summary>How far its newest attempt got; null when it never had one.</summary>
    public string? Install { get; init; }

    /// <summary>The number of that attempt.</summary>
    public long? Attempt { get; init; }

    /// <summary>How often its installer was handed out.</summary>
    public int? Boots { get; init; }

    /// <summary>How often it may be.</summary>
    public int? Allowed { get; init; }

    /// <summary>The last step the node confirmed.</summary>
    public string? Step { get; init; }

    /// <summary>When it was last heard of within the attempt.</summary>
    public DateTimeOffset? Heard { get; init; }

    /// <summary>Its cards: device, hardware address, address; an empty text for what is not known.</summary>
    public required IReadOnlyList<string[]> Nics { get; init; }

    /// <summary>Makes the row. Pure.</summary>
    public static BoardRow Of(Core.Hosts.Host host, InstallAttempt? attempt, HostStanding standing) =>
        new(host.Name.ToString(), host.Rack, host.Rank, host.Appliance, Word(standing.State))
        {
            Box = host.Box,
            Os = host.Os,
            Groups = host.Groups.IsEmpty ? null : host.Groups,
            Comment = host.Comment.Length == 0 ? null : host.Comment,
            Action = host.Action is BootAction.None ? null : Word(host.Action),
            Since = standing.Since,
            Why = standing.Why,
            Install = attempt is null ? null : Word(attempt.State),
            Attempt = attempt?.Id,
            Boots = attempt?.Handouts,
            Allowed = attempt?.Allowed,
            Step = attempt is { LastStep.Length: > 0 } ? attempt.LastStep : null,
            Heard = attempt is null or { State: AttemptState.Armed } ? null : attempt.LastHeard,
            Nics = [.. host.Interfaces.Select(nic => new[] { nic.Name, nic.Mac?.ToString() ?? string.Empty, nic.Address?.ToString() ?? string.Empty })],
        };

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>Serialises without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BoardRow))]
[JsonSerializable(typeof(IReadOnlyList<CommandUnderWay>))]
internal sealed partial class BoardJson : JsonSerializerContext;
