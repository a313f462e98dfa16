using BootService.Commands.Ports;
using BootService.Core.Power;

namespace BootService.Power;

/// <summary>Goes each way to a power switch: programs, Redfish, magic packets. What is said and how answers are read is Core's.</summary>
internal sealed class PowerSwitch(PowerSettings settings, DaemonKey key) : IPowerSwitch
{
    /// <inheritdoc/>
    public async Task<PowerAnswer> DoAsync(PowerRoute route, PowerCommand command, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(route);
        var answer = await GoAsync(route, command, cancel);

        // A program of the admin's may complain of its own environment.
        return answer.Fault is { } fault ? answer with { Fault = route.Password.Hide(fault) } : answer;
    }

    private async Task<PowerAnswer> GoAsync(PowerRoute route, PowerCommand command, CancellationToken cancel) => route switch
    {
        PowerRoute.Ipmi bmc => await IpmiAsync(bmc, command, cancel),
        PowerRoute.Redfish bmc => await RedfishClient.DoAsync(bmc, command, cancel),
        PowerRoute.WakeOnLan cards => MagicSender.Send(cards),
        PowerRoute.VirtualBox box => await VirtualBoxAsync(box, command, cancel),
        PowerRoute.Script script => await ScriptAsync(script, command, cancel),
        PowerRoute.None none => PowerAnswer.Failed(none.Why),
        _ => throw new InvalidOperationException($"{route.GetType().Name} is no way to a power switch"),
    };

    private static async Task<PowerAnswer> IpmiAsync(PowerRoute.Ipmi bmc, PowerCommand command, CancellationToken cancel)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { [IpmiProtocol.PasswordVariable] = bmc.Password.Reveal() };
        return await ToolRun.RunAsync(IpmiProtocol.Program, IpmiProtocol.Arguments(bmc, command), environment, cancel) is { } answer
            ? IpmiProtocol.Read(bmc, command, answer)
            : PowerAnswer.Failed("ipmitool is not installed on the frontend: apt-get install ipmitool");
    }

    private async Task<PowerAnswer> VirtualBoxAsync(PowerRoute.VirtualBox box, PowerCommand command, CancellationToken cancel)
    {
        if (await key.WhyNotAsync(cancel) is { } why)
        {
            return PowerAnswer.Failed(why);
        }

        return await ToolRun.RunAsync(
            VirtualBoxProtocol.Program, VirtualBoxProtocol.Arguments(box, command, key.File, key.KnownHosts), ToolRun.NoEnvironment, cancel) is { } answer
            ? VirtualBoxProtocol.Read(box, command, answer, key.PublicFile)
            : PowerAnswer.Failed(DaemonKey.NoSsh);
    }

    private async Task<PowerAnswer> ScriptAsync(PowerRoute.Script script, PowerCommand command, CancellationToken cancel)
    {
        // Whoever may set attributes chooses among programs that root put there, and brings none of their own.
        var folder = settings.Commands.TrimEnd('/');
        var name = script.Program.StartsWith(folder + "/", StringComparison.Ordinal) ? script.Program[(folder.Length + 1)..] : script.Program;
        if (name.Contains('/', StringComparison.Ordinal) || name is "" or "." or "..")
        {
            return PowerAnswer.Failed($"attribute power.command names {script.Program}, and only programs in {folder} are run: put it there");
        }

        var file = Path.Combine(folder, name);
        return !File.Exists(file)
            ? PowerAnswer.Failed($"attribute power.command names {name}, and there is no program {file}")
            : await ToolRun.RunAsync(file, CommandProtocol.Arguments(script, command), CommandProtocol.Environment(script, command), cancel) is { } answer
                ? CommandProtocol.Read(script, command, answer)
                : PowerAnswer.Failed($"{file} cannot be run: it needs a first line such as #!/bin/sh, and \"chmod 755 {file}\"");
    }
}
