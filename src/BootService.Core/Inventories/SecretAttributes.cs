using BootService.Core.Attributes;
using BootService.Core.Logins;

namespace BootService.Core.Inventories;

/// <summary>What is kept of attributes that are secrets, and of passwords among them.</summary>
public static class SecretAttributes
{
    /// <summary>The crypted password of root, by Stacki's name.</summary>
    public const string RootPassword = "Kickstart_PrivateRootPassword";

    private static readonly string[] Endings = ["password", "passwd", "_pwd"];

    private static readonly string[] Parts =
        ["password", "passwd", "passphrase", "private_key", "privatekey", "secretkey", "secret_key", "api_key", "apikey", "access_key", "accesskey"];

    private static readonly string[] Words = ["pwd", "pass", "secret", "token"];

    /// <summary>
    /// Whether what a name stands for is a secret, whoever set it and however: its last word is password, passwd or pwd, or it is a host's key.
    /// </summary>
    public static bool IsSecret(AttributeName name)
    {
        var text = name.ToString();
        return text.StartsWith(HostKey.Prefix, StringComparison.Ordinal)
            || Array.Exists(Endings, ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a name's value is a password that nodes are given crypted: root's, or one of <c>users.NAME.password</c>.</summary>
    public static bool IsLogin(AttributeName name)
    {
        var text = name.ToString();
        return text == RootPassword
            || (text.StartsWith(NodeUsers.Prefix, StringComparison.Ordinal) && text.EndsWith(".password", StringComparison.Ordinal));
    }

    /// <summary>Whether a name says that what it stands for is a secret, so that it is one unless somebody says otherwise: <c>site.api_token</c>.</summary>
    public static bool SoundsSecret(AttributeName name)
    {
        var text = name.ToString();
        return Array.Exists(Parts, part => text.Contains(part, StringComparison.OrdinalIgnoreCase))
            || text.Split(['.', '_', '-']).Any(word => Words.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The text as it is kept: a login's password crypted, anything else as it was typed.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="text">What was typed.</param>
    /// <exception cref="RefusedException">It is no password.</exception>
    public static string Kept(AttributeName name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsLogin(name) && text.Length > 0 ? PasswordHash.Of(text) : text;
    }
}
