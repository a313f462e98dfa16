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
        var (name, arguments) = command.Name.Length > 0 ? (command.Name, command.Arguments)
            : command.Arguments.IndexOf(' ', StringComparison.Ordinal) is var blank and >= 0 ? (command.Arguments[..blank], command.Arguments[blank..])
            : (command.Arguments, string.Empty);
        return name switch
        {
            "sshkey" => true,
            "rootpw" => Words() is var words && !words.Contains("--lock")
                && words.LastOrDefault(word => !word.StartsWith("--", StringComparison.Ordinal)) is { } password && !PasswordHash.IsLock(password),
            "user" => Words() is var words && !words.Contains("--lock") && words.Any(word => word.StartsWith("--password=", StringComparison.Ordinal)),
            _ => false,
        };

        string[] Words() => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
