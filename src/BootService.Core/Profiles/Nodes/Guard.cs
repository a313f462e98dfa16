using BootService.Core.Profiles.Conditions;

namespace BootService.Core.Profiles.Nodes;

/// <summary>When an element applies: each of its lists must hold the host's value, and its condition must hold.</summary>
/// <param name="Condition">The parsed <c>cond</c>, or null.</param>
/// <param name="Arches">Architectures, empty for all.</param>
/// <param name="Systems">Operating systems, empty for all; <c>linux</c> has become <c>redhat</c>.</param>
/// <param name="Releases">Releases, empty for all: <c>6</c> and <c>6.x</c> mean every 6, <c>6.6</c> only that one.</param>
/// <param name="Words">The same as it stands in the file, for people.</param>
/// <param name="Line">Where <c>cond</c> stands.</param>
/// <param name="Column">Where <c>cond</c> stands.</param>
internal sealed record Guard(
    Condition? Condition, string[] Arches, string[] Systems, string[] Releases, string Words, int Line, int Column)
{
    public bool HoldsFor(string arch, string system, string release) =>
        (Arches is [] || Arches.Contains(arch, StringComparer.Ordinal))
        && (Systems is [] || Systems.Contains(system, StringComparer.Ordinal))
        && (Releases is [] || Array.Exists(Releases, pattern => IsOf(release, pattern)));

    private static bool IsOf(string release, ReadOnlySpan<char> pattern)
    {
        if (pattern.EndsWith(".x", StringComparison.OrdinalIgnoreCase))
        {
            pattern = pattern[..^2];
        }

        return release.AsSpan().StartsWith(pattern, StringComparison.Ordinal)
            && (release.Length == pattern.Length || release[pattern.Length] is '.');
    }
}
