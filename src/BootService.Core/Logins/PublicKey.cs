using System.Text.RegularExpressions;

namespace BootService.Core.Logins;

/// <summary>Public keys as OpenSSH writes them, one a line (sshd(8), AUTHORIZED_KEYS FILE FORMAT).</summary>
public static partial class PublicKey
{
    /// <summary>The attribute with the key that may log in as root.</summary>
    public const string Attribute = "ssh.public_key";

    /// <summary>Whether a line is a public key, with or without options before it and a comment after it.</summary>
    public static bool IsOne(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Line().IsMatch(line);
    }

    /// <summary>The first public key of a file; null when it has none.</summary>
    public static string? FirstOf(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(IsOne);
    }

    // Options, of which one may hold blanks in quotes; the kind; the key; a comment.
    [GeneratedRegex(
        """^(?:[^#\s"](?:[^\s"]|"(?:[^"\\]|\\.)*")* +)?"""
        + """(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-[a-z0-9-]+@openssh\.com) +[A-Za-z0-9+/]{16,}={0,3}(?:[ \t][^\n]*)?\z""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Line();
}
