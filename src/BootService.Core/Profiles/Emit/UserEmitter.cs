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

        // A group that is a user's own comes with that user, who so goes before those that are put into it: an installer that made it for them could not make
        // it for its user any more.
        foreach (var user in users.OrderBy(user => users.Any(other => other.Name != user.Name && other.Groups.Contains(user.Name)) ? 0 : 1))
        {
            var groups = user.Groups.Remove(user.Name);
            text.Append("user --name=").Append(user.Name);
            Option(text, "uid", user.Uid?.ToString());
            Option(text, "groups", groups.IsEmpty ? null : string.Join(',', groups));
            Option(text, "shell", user.Shell);
            Option(text, "gecos", user.FullName.Length == 0 ? null : $"\"{user.FullName.Replace("\\", "\\\\", StringComparison.Ordinal)}\"");
            text.Append(user.Password is { } password ? $" --iscrypted --password={password}\n" : "\n");
        }

        return text.ToString();
    }

    /// <summary>The shell that writes each user's keys; empty when none has any.</summary>
    public static string KeyScript(ImmutableArray<NodeUser> users)
    {
        var text = new StringBuilder();
        foreach (var user in users.Where(user => !user.Keys.IsEmpty))
        {
            var keys = string.Join('\n', user.Keys) + "\n";
            var end = ShellWord.Delimiter(keys, "EOF");
            text.Append("home=~").Append(user.Name).Append("\nmkdir -p \"$home/.ssh\"\ncat > \"$home/.ssh/authorized_keys\" << '").Append(end)
                .Append("'\n").Append(keys).Append(end)
                .Append("\nchmod 700 \"$home/.ssh\"\nchmod 600 \"$home/.ssh/authorized_keys\"\nchown -R ").Append(user.Name)
                .Append(": \"$home/.ssh\"\nif command -v restorecon > /dev/null; then restorecon -R \"$home/.ssh\"; fi\n");
        }

        return text.ToString();
    }

    /// <summary>The file of sudo that lets them do what they may; empty when none may anything.</summary>
    public static string Sudoers(ImmutableArray<NodeUser> users) => string.Concat(users.Where(user => user.Sudo is not SudoRight.None)
        .Select(user => $"{user.Name} ALL=(ALL) {(user.Sudo is SudoRight.NoPassword ? "NOPASSWD: " : "")}ALL\n"));

    private static void Option(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(" --").Append(name).Append('=').Append(value);
        }
    }
}
