using System.Security.Cryptography;
using System.Text;

namespace BootService.Core.Access;

/// <summary>What whoever shows a token may do.</summary>
public enum TokenRole
{
    /// <summary>Look: everything that changes nothing.</summary>
    Read,

    /// <summary>Everything that the admin socket allows.</summary>
    Admin,

    /// <summary>What a relay asks of frontends for its hosts, and nothing else.</summary>
    Relay,
}

/// <summary>A key to the admin's TLS side. The key itself is shown once and kept nowhere; of it only the digest is.</summary>
/// <param name="Name">What people call it; it stands in the log of changes as who did it.</param>
/// <param name="Digest">SHA-256 of the key, in lower-case hexadecimal. A key has 256 random bits, so no slow digest is needed against guessing.</param>
/// <param name="Role">What it allows.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Ends">From when on it opens nothing; null for never.</param>
public sealed record ApiToken(string Name, string Digest, TokenRole Role, DateTimeOffset Made, DateTimeOffset? Ends)
{
    /// <summary>What every key begins with, so that people and scanners of secrets know one when they see it.</summary>
    public const string Prefix = "bst_";

    /// <summary>The hosts that whoever shows it may see and change, alone.</summary>
    /// <remarks>Tokens that an older version told of have none, and are for all.</remarks>
    public HostScope Scope { get; init => field = value ?? HostScope.All; } = HostScope.All;

    /// <summary>What it allows, in words: <c>admin of appliance=backend</c>.</summary>
    public string Allows => Role.ToString().ToLowerInvariant() + (Scope.IsAll ? string.Empty : $" of {Scope}");

    /// <summary>A new key from the system's random source.</summary>
    public static string NewKey() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The digest of a key.</summary>
    public static string DigestOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether it opens anything at this time.</summary>
    public bool IsGood(DateTimeOffset now) => Ends is not { } end || now < end;
}
