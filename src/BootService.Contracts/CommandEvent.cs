using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BootService.Contracts;

/// <summary>One line of an answer. <see cref="Event"/> says which of the other fields are there; the last line is an <c>end</c>.</summary>
public sealed record CommandEvent
{
    /// <summary>How a line with a row begins, exactly, so that a reader can take rows without looking into them; it ends with <c>}}</c>.</summary>
    public const string RowPrefix = "{\"event\":\"row\",\"row\":";

    /// <summary><c>table</c>, <c>row</c>, <c>message</c>, <c>progress</c>, <c>run</c>, <c>want</c>, <c>error</c> or <c>end</c>.</summary>
    [JsonPropertyName("event")]
    public required string Event { get; init; }

    /// <summary><c>table</c>: the keys of the rows that follow, in the order of columns.</summary>
    [JsonPropertyName("headers")]
    public ImmutableArray<string>? Headers { get; init; }

    /// <summary><c>table</c>: the keys of further values behind those, which tables for people leave out.</summary>
    [JsonPropertyName("more")]
    public ImmutableArray<string>? More { get; init; }

    /// <summary><c>table</c>: whether the first column is whose row it is.</summary>
    [JsonPropertyName("owner")]
    public bool? Owner { get; init; }

    /// <summary><c>table</c>: whether that column stays when all rows have the same owner.</summary>
    [JsonPropertyName("keepOwner")]
    public bool? KeepOwner { get; init; }

    /// <summary><c>table</c>: whether the last column is text to be shown as it is.</summary>
    [JsonPropertyName("plain")]
    public bool? Plain { get; init; }

    /// <summary><c>table</c>: whether each row is to be shown as it comes.</summary>
    [JsonPropertyName("live")]
    public bool? Live { get; init; }

    /// <summary><c>table</c>: whether a row takes the place of an earlier one of the same owner.</summary>
    [JsonPropertyName("board")]
    public bool? Board { get; init; }

    /// <summary>
    /// <c>row</c>: an object with the headers as keys, in their order, and then those of <see cref="More"/>; its values are texts, numbers, booleans, lists of
    /// texts, or null.
    /// </summary>
    [JsonPropertyName("row")]
    public JsonElement? Row { get; init; }

    /// <summary><c>message</c>, <c>progress</c>, <c>error</c>: a sentence or a text without a line end after it.</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary><c>progress</c>: how much is done.</summary>
    [JsonPropertyName("done")]
    public long? Done { get; init; }

    /// <summary><c>progress</c>: how much it is in all; 0 when that is not known.</summary>
    [JsonPropertyName("total")]
    public long? Total { get; init; }

    /// <summary><c>run</c>: what the caller is to run over ssh.</summary>
    [JsonPropertyName("run")]
    public RemoteCommand? Run { get; init; }

    /// <summary><c>want</c>: the file whose text the caller is to send with the same call.</summary>
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    /// <summary><c>want</c>: whether it may be a folder, whose JSON files are sent as one object of their paths and texts.</summary>
    [JsonPropertyName("folder")]
    public bool? Folder { get; init; }

    /// <summary><c>want</c>: whether it is a secret that is typed unseen, twice; <see cref="Text"/> says what it is.</summary>
    [JsonPropertyName("secret")]
    public bool? Secret { get; init; }

    /// <summary>
    /// <c>want</c>: whether texts may come behind the call (<see cref="CommandRequest.WithTexts"/>); older daemons take them within it alone.
    /// </summary>
    [JsonPropertyName("texts")]
    public bool? Texts { get; init; }

    /// <summary><c>end</c>: 0 done, 1 refused, 2 not understood.</summary>
    [JsonPropertyName("exit")]
    public int? Exit { get; init; }
}

/// <summary>A command to run on hosts, in the caller's process and with the caller's keys.</summary>
public sealed record RemoteCommand
{
    /// <summary>The hosts, in the order in which they are shown.</summary>
    [JsonPropertyName("hosts")]
    public required ImmutableArray<RemoteHost> Hosts { get; init; }

    /// <summary>The command line for the remote shell.</summary>
    [JsonPropertyName("command")]
    public required string Command { get; init; }

    /// <summary>How many hosts at once.</summary>
    [JsonPropertyName("threads")]
    public required int Threads { get; init; }

    /// <summary>Seconds a host may take; 0 is without end.</summary>
    [JsonPropertyName("timeout")]
    public required double Timeout { get; init; }

    /// <summary>Seconds between the starts of two hosts.</summary>
    [JsonPropertyName("delay")]
    public required double Delay { get; init; }

    /// <summary>Whether output is gathered and shown host by host.</summary>
    [JsonPropertyName("collate")]
    public required bool Collate { get; init; }

    /// <summary>Whether windows are forwarded.</summary>
    [JsonPropertyName("x11")]
    public required bool X11 { get; init; }

    /// <summary>Whether hosts that print the same are shown together, when all have ended.</summary>
    [JsonPropertyName("fold")]
    public bool Fold { get; init; }

    /// <summary>The caller's folder in which each host's output is kept besides, in a file of the host's name; null for none.</summary>
    [JsonPropertyName("folder")]
    public string? Folder { get; init; }

    /// <summary>Whether the command is run on the caller's own computer, once for each host, with <c>%</c> for its name.</summary>
    [JsonPropertyName("local")]
    public bool Local { get; init; }

    /// <summary>Whether no further host is begun once one has failed.</summary>
    [JsonPropertyName("careful")]
    public bool Careful { get; init; }

    /// <summary>
    /// What is run once more over a new connection after the command ended well, and again over another as long as it ends with 75; null for nothing.
    /// </summary>
    [JsonPropertyName("confirm")]
    public string? Confirm { get; init; }

    /// <summary>For how many seconds a connection for it is tried.</summary>
    [JsonPropertyName("confirmWithin")]
    public double ConfirmWithin { get; init; }

    /// <summary>What is copied to the hosts instead of running <see cref="Command"/>; null when nothing is.</summary>
    [JsonPropertyName("copy")]
    public RemoteCopy? Copy { get; init; }
}

/// <summary>A file of the caller's that goes to hosts.</summary>
/// <param name="File">The file or folder, absolute.</param>
/// <param name="Destination">Where it goes on the hosts.</param>
public sealed record RemoteCopy([property: JsonPropertyName("file")] string File, [property: JsonPropertyName("destination")] string Destination);

/// <summary>A host to run on.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Address">Its address; null when none is known and the name must do.</param>
public sealed record RemoteHost([property: JsonPropertyName("host")] string Host, [property: JsonPropertyName("address")] string? Address)
{
    /// <summary>What the command reads there; null for nothing.</summary>
    [JsonPropertyName("script")]
    public string? Script { get; init; }
}
