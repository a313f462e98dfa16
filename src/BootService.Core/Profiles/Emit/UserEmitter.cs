using System.Collections.Immutable;
using System.Text;
using BootService.Core.Logins;

namespace BootService.Core.Profiles.Emit;

/// <summary>Puts users into the installer's words and into the shell of the new system.</summary>
internal static class UserEmitter
{
    /// <summary>Groups of the package <c>setup</c>, which every system has.</summary>
    private static readonly string[] Standing =
    [
        "adm", "audio", "bin", "cdrom", "daemon", "dialout", "disk", "floppy", "ftp", "games", "kmem", "lock", "lp", "mail", "man", "mem", "nobody", "root",
            "sys",
        "tape", "tty", "users", "video", "wheel",
    ];

    /// <summary>The commands <c>group</c> and <c>user</c>, one a line; empty for no users.</summary>
    public static string Commands(ImmutableArray<NodeUser> users)
    {
        var text = new StringBuilder();
        foreach (var group in users.SelectMany(user =>
            user.Groups).Except(Standing, StringComparer.Ordinal).Except(users.Select(user => user.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.Append("group --name=").Append(group).Append('\n');
        }

        foreach (var (user, groups, _) in InOrder(users))
        {
            text.Append("user --name=").Append(user.Name);
            Option(text, "uid", user.Uid?.ToString());
            Option(text, "groups", groups.IsEmpty ? null : string.Join(',', groups));
            Option(text, "shell", user.Shell);
            Option(text, "gecos", user.FullName.Length == 0 ? null : $"\"{user.FullName.Replace("\\", "\\\\", StringComparison.Ordinal)}\"");
            text.Append(user.Password is { } password ? $" --iscrypted --password={password}\n" : "\n");
        }

        return text.ToString();
    }

    /// <summary>
    /// The shell that writes each user's keys, and puts users into each other's groups where no order of making them can; empty when there is nothing of both.
    /// </summary>
    public static string KeyScript(ImmutableArray<NodeUser> users)
    {
        var text = new StringBuilder();
        foreach (var (user, _, later) in InOrder(users).Where(made => !made.Later.IsEmpty))
        {
            text.Append("usermod -a -G ").AppendJoin(',', later).Append(' ').Append(user.Name).Append('\n');
        }

        foreach (var user in users.Where(user => !user.Keys.IsEmpty))
        {
            var keys = string.Join('\n', user.Keys) + "\n";
            text.Append("home=~").Append(user.Name).Append("\nmkdir -p \"$home/.ssh\"\n")
                .Append(HereDocument.Of(keys, "EOF", "> \"$home/.ssh/authorized_keys\""))
                .Append("chmod 700 \"$home/.ssh\"\nchmod 600 \"$home/.ssh/authorized_keys\"\nchown -R ").Append(user.Name)
                .Append(": \"$home/.ssh\"\nif command -v restorecon > /dev/null; then restorecon -R \"$home/.ssh\"; fi\n");
        }

        return text.ToString();
    }

    /// <summary>The file of sudo that lets them do what they may; empty when none may anything.</summary>
    public static string Sudoers(ImmutableArray<NodeUser> users) => string.Concat(users.Where(user => user.Sudo is not SudoRight.None)
        .Select(user => $"{user.Name} ALL=(ALL) {(user.Sudo is SudoRight.NoPassword ? "NOPASSWD: " : "")}ALL\n"));

    /// <summary>
    /// The users in the order in which an installer can make them. A group that is a user's own comes with that user, who so goes before those that are put
    /// into it: an installer that made it for them could not make it for its user any more.
    /// </summary>
    /// <returns>Each user with the groups that there are when it is made, and those that there are later, as of users who are in each other's.</returns>
    private static IEnumerable<(NodeUser User, ImmutableArray<string> Groups, ImmutableArray<string> Later)> InOrder(ImmutableArray<NodeUser> users)
    {
        var left = users.ToList();
        while (left.Count > 0)
        {
            var user = left.Find(one => Later(one).IsEmpty) ?? left[0];
            var later = Later(user);
            left.Remove(user);
            yield return (user, user.Groups.RemoveRange(later).Remove(user.Name), later);
        }

        ImmutableArray<string> Later(NodeUser user) =>
            [.. user.Groups.Where(group => group != user.Name && left.Exists(other => other.Name == group))];
    }

    private static void Option(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(" --").Append(name).Append('=').Append(value);
        }
    }
}
