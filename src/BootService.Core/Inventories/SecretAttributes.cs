using BootService.Core.Attributes;
using BootService.Core.Logins;

namespace BootService.Core.Inventories;

/// <summary>What is kept of attributes that are secrets, and of passwords among them.</summary>
public static class SecretAttributes
{
    /// <summary>The crypted password of root, by Stacki's name.</summary>
    public const string RootPassword = "Kickstart_PrivateRootPassword";

    private static readonly string[] Endings = ["password", "passwd", "_pwd"];

    /// <summary>Whether what a name stands for is a secret, whoever set it and however: its last word is password, passwd or pwd, or it is a host's key.</summary>
    public static bool IsSecret(AttributeName name)
    {
        var text = name.ToString();
        return text.StartsWith(HostKey.Prefix, StringComparison.Ordinal) || Array.Exists(Endings, ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a name's value is a password that nodes are given crypted: root's, or one of <c>users.NAME.password</c>.</summary>
    public static bool IsLogin(AttributeName name)
    {
        var text = name.ToString();
        return text == RootPassword
            || (text.StartsWith(NodeUsers.Prefix, StringComparison.Ordinal) && text.EndsWith(".password", StringComparison.Ordinal));
    }

    /// <summary>The value as it is stored: a login's password crypted, and a secret that stays one when it is set again.</summary>
    /// <param name="inventory">The state, which may know the attribute.</param>
    /// <param name="owner">What it is set on.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="shadow">Whether it shall be a secret; null when nothing was said.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="RefusedException">It is no password.</exception>
    public static AttributeValue Stored(Inventory inventory, AttributeOwner owner, AttributeName name, string text, bool? shadow, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(text);
        var kept = IsLogin(name) && text.Length > 0 ? PasswordHash.Of(text) : text;
        return new AttributeValue(kept, IsSecret(name) || (shadow ?? inventory.AttributesOn(owner).Find(name) is { Shadow: true }), now);
    }
}
