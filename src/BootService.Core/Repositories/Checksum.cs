namespace BootService.Core.Repositories;

/// <summary>What a file's bytes add up to.</summary>
/// <param name="Algorithm"><c>sha256</c>, <c>sha512</c>, <c>sha384</c>, <c>sha1</c> or <c>md5</c>.</param>
/// <param name="Value">The sum, lower-case hexadecimal.</param>
public readonly record struct Checksum(string Algorithm, string Value)
{
    /// <summary>Reads a sum; null when it has no text or an algorithm is meant that nobody uses.</summary>
    public static Checksum? Of(string? algorithm, string? value) =>
        algorithm?.Trim().ToLowerInvariant() is { } name && value?.Trim().ToLowerInvariant() is { Length: > 0 } sum
            && (name == "sha" ? "sha1" : name) is ("sha256" or "sha512" or "sha384" or "sha1" or "md5") and var known
            ? new Checksum(known, sum)
            : null;
}
