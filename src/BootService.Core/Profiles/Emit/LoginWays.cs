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

    private static bool Opens(PlanCommand command) => (command.Name.Length > 0 ? command.Name : command.Arguments) is var first
        && (first.StartsWith("sshkey", StringComparison.Ordinal) || first.StartsWith("rootpw", StringComparison.Ordinal)
            || first.StartsWith("user", StringComparison.Ordinal))
        && IsWayIn(command);

    private static bool IsWayIn(PlanCommand command)
    {
        var words = (command.Name.Length > 0 ? $"{command.Name} {command.Arguments}" : command.Arguments).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["sshkey", ..] => true,
            ["rootpw", .. var rest] =>
                !rest.Contains("--lock") && rest.LastOrDefault(word => !word.StartsWith("--", StringComparison.Ordinal)) is { } password
                    && !PasswordHash.IsLock(password),
            ["user", .. var rest] => !rest.Contains("--lock") && rest.Any(word => word.StartsWith("--password=", StringComparison.Ordinal)),
            _ => false,
        };
    }
}
