namespace BootService.Commands.Profiles;

/// <summary>Warns of systems that nobody could log in to.</summary>
internal static class LoginWarning
{
    /// <summary>The warning; null when there is nobody to be locked out.</summary>
    /// <param name="hosts">Names of the hosts, in the order of tables.</param>
    public static string? Of(IReadOnlyCollection<string> hosts) => hosts.Count == 0
        ? null
        : $"warning: nobody can log in to {HostRanges.Tell(hosts)} once installed: there is neither a key nor a password. \"stack set password\" sets one "
            + "for root, and attribute ssh.public_key lets a key in";
}
