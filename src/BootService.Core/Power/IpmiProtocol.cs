using System.Collections.Immutable;

namespace BootService.Core.Power;

/// <summary>
/// What is said to ipmitool, and how its answer is read. The password goes by the environment (<c>-E</c>): arguments can be read by every user of the machine.
/// </summary>
public static class IpmiProtocol
{
    /// <summary>The program.</summary>
    public const string Program = "ipmitool";

    /// <summary>The variable that <c>-E</c> reads.</summary>
    public const string PasswordVariable = "IPMI_PASSWORD";

    /// <summary>ipmitool's arguments. With <c>-v</c> it tells a wrong password from a dead BMC.</summary>
    public static ImmutableArray<string> Arguments(PowerRoute.Ipmi bmc, PowerCommand command)
    {
        ArgumentNullException.ThrowIfNull(bmc);
        return
        [
            "-I", "lanplus", "-H", bmc.Address.Host,
            .. bmc.Address.Port == 0 ? [] : new[] { "-p", $"{bmc.Address.Port}" },
            "-U", bmc.User, "-E", "-v", "-N", "1", "-R", "3",
            .. bmc.Cipher is { } cipher ? new[] { "-C", $"{cipher}" } : [],
            .. bmc.Level is { } level ? new[] { "-L", level.ToUpperInvariant() } : [],
            "chassis", "power", command.ToString().ToLowerInvariant(),
        ];
    }

    /// <summary>Reads ipmitool's answer.</summary>
    public static PowerAnswer Read(PowerRoute.Ipmi bmc, PowerCommand command, ToolAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(bmc);
        if (answer.Exit != 0)
        {
            return PowerAnswer.Failed(WhyNot(bmc, answer.Error + "\n" + answer.Output));
        }

        return command is not PowerCommand.Status ? PowerAnswer.Done(command)
            : answer.Output.Contains("Power is on", StringComparison.OrdinalIgnoreCase) ? new PowerAnswer(PowerState.On, null)
            : answer.Output.Contains("Power is off", StringComparison.OrdinalIgnoreCase) ? new PowerAnswer(PowerState.Off, null)
            : PowerAnswer.Failed($"ipmitool's answer is not understood: {answer.LastLine ?? "nothing"}");
    }

    private static string WhyNot(PowerRoute.Ipmi bmc, string said) => said switch
    {
        _ when Has(said, "Address lookup for") => $"no name server knows {bmc.Address.Host}: set attribute power.address to its address",
        _ when Has(said, "password is longer") => "attribute power.password is longer than the 20 characters that IPMI takes",
        _ when Has(said, "HMAC is invalid") => $"the BMC at {bmc.Address} does not take the password of user \"{bmc.User}\": set attribute power.password",
        _ when Has(said, "unauthorized name") => $"the BMC at {bmc.Address} has no user \"{bmc.User}\" who may log in over LAN: set attribute power.user",
        _ when Has(said, "unauthorized role or privilege") =>
            $"the BMC at {bmc.Address} gives user \"{bmc.User}\" less than {bmc.Level ?? "administrator"}: set attribute power.level to operator",
        _ when Has(said, "Error in open session response") || Has(said, "no matching cipher") =>
            $"the BMC at {bmc.Address} and ipmitool agree on no cipher suite: set attribute power.cipher to 3 or 17",
        _ when Refusal(said) is { } refusal => Has(refusal, "privilege")
            ? $"user \"{bmc.User}\" of the BMC at {bmc.Address} may not switch its power: give that user the level operator"
            : $"the BMC at {bmc.Address} refuses: {refusal}",
        _ => $"no BMC answers at {bmc.Address} (UDP {(bmc.Address.Port == 0 ? 623 : bmc.Address.Port)}): look at its address and its cable, and whether IPMI "
            + "over LAN is switched on there",
    };

    /// <summary>The BMC's own words, from a line such as <c>Set Chassis Power Control to Reset failed: Command not supported in present state</c>.</summary>
    private static string? Refusal(string said) => said.Split('\n', StringSplitOptions.TrimEntries)
        .Where(line => Has(line, "Chassis Power"))
        .Select(line => line.IndexOf("failed: ", StringComparison.Ordinal) is var at and >= 0 ? line[(at + 8)..] : null)
        .FirstOrDefault(reason => reason is not null);

    private static bool Has(string said, string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
}
