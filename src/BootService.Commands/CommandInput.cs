using System.Collections.Immutable;
using BootService.Core.Access;
using BootService.Core.Audits;

namespace BootService.Commands;

/// <summary>A command line and where it was typed.</summary>
/// <param name="Words">The words after <c>stack</c>, each as the shell gave it.</param>
public sealed record CommandInput(IReadOnlyList<string> Words)
{
    /// <summary>The caller's directory, which relative paths start from; <c>/</c> when unknown.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Who typed it, for the log of changes.</summary>
    public Author By { get; init; } = Author.Daemon;

    /// <summary>Whether a person looks at a screen that can be drawn anew.</summary>
    public bool IsScreen { get; init; }

    /// <summary>Whether its verb may change anything, or start anything.</summary>
    public bool MayChange { get; init; } = true;

    /// <summary>The hosts that it may see and change, alone.</summary>
    public HostScope Scope { get; init; } = HostScope.All;

    /// <summary>The texts of files the caller was asked for, as UTF-8 without a mark, by the path as it was written.</summary>
    public ImmutableDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } = ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;
}
