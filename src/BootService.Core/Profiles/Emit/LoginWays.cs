using BootService.Core.Logins;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>Looks through a profile for a way to log in to what it installs, whoever wrote the node file that opens it.</summary>
internal static class LoginWays
{
    private const string KeysFile = "authorized_keys";

    public static bool Any(InstallPlan plan) =>
        plan.Commands.Any(Opens)
        || plan.PostScripts.Any(script => script.Text.Contains(KeysFile, StringComparison.Ordinal))
        || plan.EarlyBoot.Contains(KeysFile, StringComparison.Ordinal)
        || plan.LateBoot.Contains(KeysFile, StringComparison.Ordinal);

    private static bool Opens(PlanCommand command)
    {
        if (KickstartLexer.Split(command.Name.Length > 0 ? $"{command.Name} {command.Arguments}" : command.Arguments) is not [var name, .. var words])
        {
            return false;
        }

        return name switch
        {
            "sshkey" => true,
            "rootpw" => !words.Contains("--lock") && words.Plain(name).LastOrDefault() is { } password && !PasswordHash.IsLock(password),
            "user" => !words.Contains("--lock") && words.Option("--password") is { Length: > 0 } password && !PasswordHash.IsLock(password),
            _ => false,
        };
    }
}
