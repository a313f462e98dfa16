using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace BootService.Contracts;

/// <summary>A command line on its way to the daemon: the body of <c>POST /v1/commands</c> and of <c>POST /v1/commands/{verb}</c>.</summary>
/// <remarks>A misspelt <c>args</c> would leave a command without its words, which may be a larger one: what is not known is refused.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CommandRequest
{
    /// <summary>The type of a body that is a call on one line, and behind its line end the octets of <see cref="Texts"/>, one after the other.</summary>
    public const string WithTexts = "application/vnd.bootservice.call";

    /// <summary>The words, each as the shell gave it: the whole line after <c>stack</c>, or what follows the verb when the path names the verb.</summary>
    [JsonPropertyName("args")]
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>The caller's directory, absolute; relative paths start from it. Null: from <c>/</c>.</summary>
    [JsonPropertyName("cwd")]
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether a person looks at a screen that can be drawn anew; null: no.</summary>
    [JsonPropertyName("screen")]
    public bool? Screen { get; init; }

    /// <summary>The texts of files that an answer to this very call has asked for, by the path it asked with.</summary>
    [JsonPropertyName("files")]
    public ImmutableDictionary<string, Utf8Text>? Files { get; init; }

    /// <summary>
    /// The same for texts that come behind the call, in their order: a hundred megabytes are neither quoted nor held twice. Only in a body of the type
    /// <see cref="WithTexts"/>, and never beside <see cref="Files"/>.
    /// </summary>
    [JsonPropertyName("texts")]
    public ImmutableArray<TextBehind>? Texts { get; init; }
}

/// <summary>A text that comes behind its call.</summary>
/// <param name="Path">The path that the answer has asked with.</param>
/// <param name="Octets">How many octets it has, of valid UTF-8.</param>
public sealed record TextBehind([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("octets")] int Octets);
