using BootService.Commands.Catalog;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Road;

namespace BootService.Commands.Verbs;

[Command("simulate boot", "Boots a stand-in for hosts over the wire, step by step, and says PASS or which step fails; nothing is changed by it.",
    Detail = "Every file is fetched and compared, the kernel's arguments are read, the kickstart is fetched and checked, the profile is rendered. A host that "
        + "is not armed passes when it goes to its own disk. Ends with 1 when a host fails.",
    Example = "simulate boot backend-0-0 firmware=uefi")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter(
    "firmware", ValueKind.Choice, "What kind of machine it is: bios, or virtualbox for a card of VirtualBox's, unless said otherwise.",
    Choices = Simulated.Choices)]
[Row("host, stage, what, milliseconds:fraction?, bytes:number?, verdict, why?")]
internal sealed class SimulateBoot(IBootRehearsal rehearsal) : ICommand
{
    private const uint VirtualBoxCards = 0x080027;

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var hosts = call.HostsNamed(call.Inventory, call.Arguments);
        call.KeptTable();
        var failures = new List<(string Host, string? Why)>();
        foreach (var host in Inventory.Order(hosts))
        {
            await foreach (var step in rehearsal.RunAsync(host, call.Find("firmware") ?? FirmwareOf(host), cancel))
            {
                await ShowAsync(call.Output, host, step);
                if (step is Rehearsed.Result { Passed: false } result)
                {
                    failures.Add((host.Name.ToString(), result.Why));
                }
            }
        }

        if (failures is [var only])
        {
            throw new RefusedException($"{only.Host}: {only.Why}");
        }

        if (failures.Count > 0)
        {
            var alike = failures.GroupBy(failure => failure.Why, StringComparer.Ordinal).OrderByDescending(group => group.Count())
                .Select(group => $"{HostRanges.Tell(group.Select(failure => failure.Host))}: {group.Key}");
            throw new RefusedException($"{failures.Count} of {hosts.Length} hosts fail: {string.Join("; ", alike)}");
        }

        if (hosts.Length > 1)
        {
            call.Output.Message($"{hosts.Length} of {hosts.Length} PASS");
        }
    }

    private static ValueTask ShowAsync(ICommandOutput output, Host host, Rehearsed told) => told switch
    {
        Rehearsed.Step step => output.RowAsync(
            host.Name.ToString(), Word(step.Stage), step.What, Cell.Of(step.Took.TotalMilliseconds), step.Bytes == 0 ? default(Cell) : step.Bytes,
            Word(step.Verdict), step.Why),
        Rehearsed.Result result => output.RowAsync(
            host.Name.ToString(), "result", result.Passed ? "PASS" : "FAIL",
            result.Took == TimeSpan.Zero ? default(Cell) : Cell.Of(result.Took.TotalMilliseconds),
            default(Cell), Word(result.Passed ? StepVerdict.Ok : StepVerdict.Failed), result.Why),
        _ => throw new System.Diagnostics.UnreachableException(told.ToString()),
    };

    private static string Word<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static string FirmwareOf(Host host) =>
        host.Interfaces.FirstOrDefault(nic => nic.Mac is not null)?.Mac is { Oui: VirtualBoxCards } ? "virtualbox" : "bios";
}
