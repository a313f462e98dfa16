using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using BootService.Core.Attributes;

namespace BootService.Core.Logins;

/// <summary>Someone who may log in to a node.</summary>
/// <param name="Name">The login name.</param>
public sealed record NodeUser(string Name)
{
    /// <summary>The number; null for the system's choice.</summary>
    public long? Uid { get; init; }

    /// <summary>The full name; empty for none.</summary>
    public string FullName { get; init; } = string.Empty;

    /// <summary>The groups besides its own, in order.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The login shell; null for the system's choice.</summary>
    public string? Shell { get; init; }

    /// <summary>The crypted password, or its mask in a preview; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Public keys, one a line.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>What sudo allows: nothing, everything with the user's password, or everything without.</summary>
    public SudoRight Sudo { get; init; }
}

/// <summary>What sudo allows a user.</summary>
public enum SudoRight
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Everything, with the user's own password.</summary>
    Password,

    /// <summary>Everything, without being asked.</summary>
    NoPassword,
}

/// <summary>
/// The users of a node as attributes say them: <c>users.NAME.keys</c>, <c>.groups</c>, <c>.sudo</c>, <c>.password</c>, <c>.uid</c>,
/// <c>.shell</c>, <c>.fullname</c>, <c>.present</c>. Attributes, because a user is wanted at any scope, with a secret in it, and
/// taken away again for one appliance: all of which attributes have.
/// </summary>
public static partial class NodeUsers
{
    /// <summary>What their names begin with.</summary>
    public const string Prefix = "users.";

    /// <summary>The last number of a user: the one behind it means nobody to system calls.</summary>
    private const long LastUid = 4_294_967_294;

    /// <summary>Characters of a line that are shown of one that is no key.</summary>
    private const int MostShown = 40;

    private static readonly string[] Fields = ["fullname", "groups", "keys", "password", "present", "shell", "sudo", "uid"];

    /// <summary>The users, in the order of names; those whose <c>present</c> is false are left out.</summary>
    /// <param name="names">Names of attributes that the host has; others than users' are passed over.</param>
    /// <param name="attributes">The host's attributes.</param>
    /// <exception cref="RefusedException">One of them cannot be.</exception>
    public static ImmutableArray<NodeUser> Of(IEnumerable<string> names, Func<string, string?> attributes)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(attributes);
        var users = ImmutableArray.CreateBuilder<NodeUser>();
        foreach (var name in names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(NameIn).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (Truth(name, "present", Text(attributes, name, "present"), otherwise: true))
            {
                users.Add(One(name, attributes));
            }
        }

        return users.ToImmutable();
    }

    /// <summary>Why an attribute of a user cannot be set; null when it can.</summary>
    /// <param name="name">The attribute's name, which begins with <see cref="Prefix"/>.</param>
    /// <param name="value">Its value.</param>
    public static string? WhyNot(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        try
        {
            One(NameIn(name), asked => asked == name ? value : null);
            return Array.Exists(Fields, field => name == $"{Prefix}{NameIn(name)}.{field}")
                ? null
                : $"attribute {name} is none of a user{Spelling.DidYouMean(name, Fields.Select(field => $"{Prefix}{NameIn(name)}.{field}"))}; there are "
                    + $"{string.Join(", ", Fields)}";
        }
        catch (RefusedException fault)
        {
            return fault.Message;
        }
    }

    private static NodeUser One(string name, Func<string, string?> attributes)
    {
        if (!LoginName().IsMatch(name) || name == "root")
        {
            throw new RefusedException(name == "root"
                ? $"user root is every system's own: its key is attribute ssh.public_key, its password is set by \"stack set password\""
                : $"\"{name}\" of attributes {Prefix}{name}. is no login name: a small letter or _ first, then small letters, digits, _ and -, at most 32 "
                    + "in all");
        }

        string? Field(string field) => Text(attributes, name, field);
        _ = Truth(name, "present", Field("present"), otherwise: true);
        return new NodeUser(name)
        {
            Uid = Field("uid") is not { } uid ? null
                : long.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= LastUid ? number
                : throw new RefusedException($"attribute {Prefix}{name}.uid is \"{uid}\", and must be a whole number from 1 to {LastUid}"),
            FullName = Plain(name, "fullname", Field("fullname") ?? string.Empty, [':', '"']),
            Groups = [.. (Field("groups") ?? string.Empty).Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(group =>
                LoginName().IsMatch(group)
                ? group
                : throw new RefusedException($"attribute {Prefix}{name}.groups names \"{group}\", which is no group's name"))],
            Shell = Field("shell") is { } shell ? shell.StartsWith('/') ? Plain(name, "shell", shell, [' ', ':', '"', '\'', '\\', '#'])
                : throw new RefusedException($"attribute {Prefix}{name}.shell is \"{shell}\", and must be a path such as /bin/bash") : null,
            Password = Field("password"),
            Keys = [.. (Field("keys") ?? string.Empty).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(line => Key(name, line))],
            Sudo = Field("sudo")?.ToLowerInvariant() switch
            {
                null => SudoRight.None,
                "nopasswd" or "nopassword" => SudoRight.NoPassword,
                "all" => SudoRight.Password,
                var word => Truth(name, "sudo", word, otherwise: false) ? SudoRight.Password : SudoRight.None,
            },
        };
    }

    private static string? Text(Func<string, string?> attributes, string user, string field) =>
        attributes($"{Prefix}{user}.{field}") is { } text && text.Trim() is { Length: > 0 } said ? said : null;

    private static string NameIn(string attribute) =>
        attribute[Prefix.Length..] is var rest && rest.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? rest[..dot] : rest;

    private static string Key(string user, string line) => PublicKey.IsOne(line)
        ? line
        : throw new RefusedException($"attribute {Prefix}{user}.keys has a line that is no public key as ssh-keygen writes them: "
            + $"\"{Quoted.Beginning(line, MostShown)}\"");

    // It stands in a line of the installer's, and in one of /etc/passwd.
    private static string Plain(string user, string field, string text, char[] forbidden) => text.IndexOfAny(forbidden) < 0 && !text.Any(char.IsControl)
        ? text
        : throw new RefusedException($"attribute {Prefix}{user}.{field} holds a character that it cannot have");

    private static bool Truth(string user, string field, string? text, bool otherwise) => text is null ? otherwise
        : AttributeForm.Truth(text)
            ?? throw new RefusedException($"attribute {Prefix}{user}.{field} is \"{text}\", and must be yes or no{(field == "sudo" ? ", or nopasswd" : "")}");

    [GeneratedRegex(@"^[a-z_][a-z0-9_-]{0,31}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex LoginName();
}
