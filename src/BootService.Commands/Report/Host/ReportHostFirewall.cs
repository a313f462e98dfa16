using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Firewalls;
using BootService.Core.Installers;

namespace BootService.Commands.Verbs;

[Command("report host firewall", "Writes the firewall of a host as the file that its system reads.",
    Detail = "For nftables from Enterprise Linux 8 on and for Debian, for iptables before.",
    Example = "report host firewall backend-0-0")]
[Argument("host", ValueKind.Hosts)]
internal sealed class ReportHostFirewall(IProfiles profiles) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        if (call.HostsToChange(inventory) is not [var host])
        {
            throw Expectations.Fault(call.Declaration, $"\"{call.Arguments[0]}\" names several hosts, and each has a firewall of its own");
        }

        var firewall = NodeFirewall.Of(inventory, host);
        if (firewall.IsNone)
        {
            throw new RefusedException($"host {host.Name} has no firewall rule, or its attribute firewall is false: \"stack list firewall\" shows what is set");
        }

        var installer = profiles.Look(inventory, call.MayChange).Preview(host).Installer;
        call.Output.Message(FirewallScript.TextOf(firewall, installer is not Installer.Anaconda { Generation: < AnacondaGeneration.El8 }).TrimEnd('\n'));
        return Task.CompletedTask;
    }
}
