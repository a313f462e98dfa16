using System.Collections.Immutable;
using BootService.Core.Profiles.Emit;

namespace BootService.Core.Power;

/// <summary>What is said to VBoxManage over ssh, and how its answer is read.</summary>
public static class VirtualBoxProtocol
{
    /// <summary>The program.</summary>
    public const string Program = "ssh";

    private const int SshFailed = 255;
    private const int NoSuchProgram = 127;

    /// <summary>ssh's arguments.</summary>
    /// <param name="box">The machine.</param>
    /// <param name="command">The command.</param>
    /// <param name="key">The file of the daemon's own key.</param>
    /// <param name="knownHosts">The file of the computers it has met: each is known by the key it showed first.</param>
    public static ImmutableArray<string> Arguments(PowerRoute.VirtualBox box, PowerCommand command, string key, string knownHosts)
    {
        ArgumentNullException.ThrowIfNull(box);
        return
        [
            "-o", "BatchMode=yes", "-o", "ConnectTimeout=5", "-o", "StrictHostKeyChecking=accept-new", "-o", $"UserKnownHostsFile={knownHosts}", "-o",
            "LogLevel=ERROR",
            "-o", "IdentitiesOnly=yes", "-i", key, "-x", "-T",
            .. box.User is { } user ? new[] { "-l", user } : [],
            .. box.Address.Port == 0 ? [] : new[] { "-p", $"{box.Address.Port}" },
            "--", box.Address.Host, Line(box, command),
        ];
    }

    /// <summary>The line for the shell there.</summary>
    public static string Line(PowerRoute.VirtualBox box, PowerCommand command)
    {
        ArgumentNullException.ThrowIfNull(box);
        var machine = ShellWord.Quote(box.Machine);
        return command switch
        {
            PowerCommand.On => $"VBoxManage startvm {machine} --type headless",
            PowerCommand.Off => $"VBoxManage controlvm {machine} poweroff",
            PowerCommand.Reset => $"VBoxManage controlvm {machine} reset",
            _ => $"VBoxManage showvminfo {machine} --machinereadable",
        };
    }

    /// <summary>Reads the answer.</summary>
    /// <param name="box">The machine.</param>
    /// <param name="command">The command.</param>
    /// <param name="answer">How ssh ended.</param>
    /// <param name="publicKey">The file of the daemon's public key, for the advice.</param>
    public static PowerAnswer Read(PowerRoute.VirtualBox box, PowerCommand command, ToolAnswer answer, string publicKey)
    {
        ArgumentNullException.ThrowIfNull(box);
        return answer.Exit switch
        {
            0 when command is not PowerCommand.Status => PowerAnswer.Done(command),
            0 => State(answer.Output) is { } state
                ? new PowerAnswer(state, null)
                : PowerAnswer.Failed($"VBoxManage at {box.Address} does not tell the state of \"{box.Machine}\""),
            SshFailed => PowerAnswer.Failed(WhyNoSsh(box, answer, publicKey)),
            NoSuchProgram =>
                PowerAnswer.Failed(
                    $"there is no VBoxManage at {box.Address}: install VirtualBox there, or set attribute power.address to the computer that has it"),
            _ when answer.Error.Contains("Could not find a registered machine", StringComparison.Ordinal) =>
                PowerAnswer.Failed($"{Owner(box)} has no virtual machine \"{box.Machine}\": set attribute power.machine to its name there"),
            _ => PowerAnswer.Failed($"VBoxManage at {box.Address} says: {FirstError(answer) ?? $"nothing, with exit code {answer.Exit}"}"),
        };
    }

    private static string WhyNoSsh(PowerRoute.VirtualBox box, ToolAnswer answer, string publicKey) =>
        answer.Error.Contains("Permission denied", StringComparison.Ordinal)
            ? $"{Owner(box)} does not let us in: append {publicKey} to ~/.ssh/authorized_keys there"
            : $"ssh does not reach {box.Address}: {answer.LastLine ?? "it says nothing"}";

    private static string Owner(PowerRoute.VirtualBox box) => box.User is { } user ? $"{user}@{box.Address}" : box.Address.ToString();

    private static PowerState? State(string output)
    {
        const string Start = "VMState=\"";
        var at = output.IndexOf(Start, StringComparison.Ordinal);
        return at < 0 ? null : output[(at + Start.Length)..].Split('"')[0] switch
        {
            "poweroff" or "saved" or "aborted" or "aborted-saved" => PowerState.Off,
            _ => PowerState.On,
        };
    }

    // "VBoxManage: error: The machine is locked", then where in its source.
    private static string? FirstError(ToolAnswer answer)
    {
        const string Start = "VBoxManage: error: ";
        return answer.Error.Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith(Start, StringComparison.Ordinal))
            .Select(line => line[Start.Length..].TrimEnd('.'))
            .FirstOrDefault() ?? answer.LastLine;
    }
}
