using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Doctor;

namespace BootService.Commands.Verbs;

[Command("check network", "Looks at the boot network: other DHCP servers, ports, addresses, ARP, MTU, loaders, firewall; says what is wrong and what to do.",
    Detail = "Other DHCP servers are found by asking the segment as a machine that does not exist, which takes five seconds. Nothing is changed. The exit code "
        + "is 1 when something is wrong. The same checks run at each start, as warnings in the log, and other DHCP servers are looked for all the time (\"list "
            + "network server\").",
    Example = "check network")]
[Row("check, verdict:fine|note|unknown|wrong, result, what to do?")]
internal sealed class CheckNetwork(INetworkDoctor doctor) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var findings = await doctor.ExamineAsync(cancel);
        call.FlatTable();
        foreach (var finding in findings)
        {
            await call.Output.RowAsync(finding.Check, finding.Verdict.ToString().ToLowerInvariant(), finding.Result, finding.Remedy);
        }

        switch (findings.Where(finding => finding.Verdict is Verdict.Wrong).ToList())
        {
            case [var only]:
                throw new RefusedException($"{only.Check}: {only.Result}");
            case { Count: > 1 } several:
                throw new RefusedException(
                    $"{several.Count} things are wrong with the boot network: "
                        + $"{string.Join(", ", several.Select(finding => finding.Check).Distinct(StringComparer.Ordinal))}");
        }
    }
}
