using System.Collections.Immutable;

namespace BootService.Commands;

/// <summary>A command line and where it was typed.</summary>
/// <param name="Words">The words after <c>stack</c>, each as the shell gave it.</param>
public sealed record CommandInput(IReadOnlyList<string> Words)
{
    /// <summary>The caller's directory, which relative paths start from; <c>/</c> when unknown.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>The texts of files the caller was asked for, by the path as it was written.</summary>
    public ImmutableDictionary<string, string> Files { get; init; } = ImmutableDictionary<string, string>.Empty;
}
