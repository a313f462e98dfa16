using System.Collections.Frozen;

namespace BootService.Core.Logins;

/// <summary>
/// Accounts that systems bring along. An installer that is told to make a user of such a name leaves it as it is, without a shell, and whoever was to log in
/// as it cannot.
/// </summary>
public static class SystemAccounts
{
    /// <summary>The package <c>setup</c> of Enterprise Linux, Fedora and openEuler, and what image systems were made of.</summary>
    private static readonly FrozenSet<string> OfSetup = Words(
        "root bin daemon adm lp sync shutdown halt mail operator games ftp nobody dbus polkitd sshd systemd-network systemd-resolve");

    /// <summary>The package <c>base-passwd</c> of Debian and what is made of it.</summary>
    private static readonly FrozenSet<string> OfBasePasswd = Words(
        "root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody _apt messagebus sshd systemd-network "
            + "systemd-resolve");

    /// <summary>Why a user of a name cannot be made; null when it can.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isDebian">Whether the system is Debian or made of it.</param>
    /// <param name="system">What people call the system.</param>
    public static string? WhyNot(string name, bool isDebian, string system) => !(isDebian ? OfBasePasswd : OfSetup).Contains(name) ? null
        : name is "root" ? $"user root is {system}'s own: its key is attribute ssh.public_key or <sshkey>, its password that of "
            + "\"stack set password\" or <rootpw>"
        : $"user {name} is {system}'s own, with a shell that lets nobody in, and would stay so: take another name";

    private static FrozenSet<string> Words(string text) => text.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
