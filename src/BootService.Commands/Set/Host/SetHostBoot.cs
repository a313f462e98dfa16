using System.Collections.Immutable;
using BootService.Commands.Catalog;
using BootService.Commands.Hosts;
using BootService.Commands.Ports;
using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Doctor;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Reasons;
using BootService.Core.Stores;
using BootService.Protocols.Road;

namespace BootService.Commands.Verbs;

[Command("set host boot", "Says what hosts do at their next network boot: install, or boot the installed system.",
    Aliases = "set host",
    HeedsDryrun = true,
    Detail = "With install the profile is rendered and frozen now, and what its boot needs is looked at: address, loader, kernel, RAM disk, packages. Whatever "
        + "is wrong is an error now, and nothing is armed; a host is installed once, then its action is os again. A host whose attribute protected is true is "
            + "not set to install. What the two words stand for on a host is said by \"stack set host bootaction\".",
    Example = "set host boot backend action=install")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Parameter("action", ValueKind.Choice, "What they do; run is another word for os.", Required = true, Choices = "install|os|run")]
[Parameter("confirm", ValueKind.Number, "How many hosts this sets to install; must be given when they are more than 10.")]
[Parameter("nukedisks", ValueKind.Flag, "Sets the attribute nukedisks of the hosts: whether all their disks are wiped at the install.")]
[Parameter("nukecontroller", ValueKind.Flag, "Sets the attribute nukecontroller of the hosts: whether their RAID controllers are configured anew.")]
internal sealed class SetHostBoot(IInstallArming arming, IBootEvents events, IServerWatch servers) : ICommand
{
    private const int TriesOutside = 3;

    private static readonly string[] NukeNames = ["nukedisks", "nukecontroller"];

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var install = call.Text("action") == "install";
        var asked = ImmutableArray<Host>.Empty;
        Answer changed;
        try
        {
            changed = await CommitAsync(call, inventory => Proposed(call, inventory, asked = call.HostsToChange(inventory), install), cancel);
        }
        catch (RefusedException refused) when (install && !call.IsTrial)
        {
            TellRefused(call, asked, refused);
            throw;
        }

        if (call.IsTrial)
        {
            return;
        }

        if (LoginWarning.Of(changed.LockedOut) is { } warning)
        {
            call.Output.Message(warning);
        }

        foreach (var finding in install ? servers.Seen.All.Select(servers.Judge).Where(finding => finding.Verdict is Verdict.Wrong) : [])
        {
            call.Output.Message($"another DHCP server answers on the boot network and may take these machines away: {finding.Result}; {finding.Remedy}");
        }

        foreach (var host in changed.Hosts)
        {
            var attempt = call.Inventory.AttemptOf(host.Name) is { MayInstall: true } live ? live.Id : 0;
            events.Post(Set(call, host, install, BootOutcome.Ok) with { Attempt = attempt, Told = ToldOf(call, host, install, attempt) });
        }
    }

    /// <summary>The timeline of the host at fault says why it was not set to install: whoever looks there next may not be who typed.</summary>
    private void TellRefused(CommandCall call, ImmutableArray<Host> asked, RefusedException refused)
    {
        foreach (var host in asked.Where(host => asked.Length == 1 || refused.Host == host.Name.ToString()))
        {
            events.Post(Set(call, host, install: true, BootOutcome.Refused) with { Reason = new BootReason.Said(refused.Message) });
        }
    }

    private static BootEvent Set(CommandCall call, Host host, bool install, BootOutcome outcome) =>
        new(call.Now, host.Interfaces.FirstOrDefault(nic => nic.Mac is not null)?.Mac ?? default, BootStage.Admin, outcome, BootMessage.ActionSet)
        {
            Name = install ? host.InstallAction : host.OsAction,
            Host = host.Name.ToString(),
        };

    private static BootTold ToldOf(CommandCall call, Host host, bool install, long attempt) =>
        attempt != 0 ? BootTold.Install
        : BootEntries.Of(call.Inventory, host, install ? host.InstallAction : host.OsAction) is { Start: BootStart.Kernel } ? BootTold.Kernel
        : BootTold.Disk;

    private Proposal<Answer?> Proposed(CommandCall call, Inventory inventory, ImmutableArray<Host> hosts, bool install)
    {
        if (install)
        {
            ArmingRules.Check(inventory, hosts, call.Confirmed);
        }

        var nukes = Nukes(call, hosts).ToArray();
        var changes = install ? arming.Arm(inventory.With(nukes), hosts, call.Now) : [.. hosts.SelectMany(host => Arming.Os(inventory, host, call.Now))];
        return new Proposal<Answer?>(new Answer(hosts, [.. changes.Select(Locked).OfType<string>()]), [.. nukes, .. changes]);
    }

    /// <summary>
    /// Makes the changes where nobody waits for them: profiles are rendered, and what a profile runs may take seconds. Only when the state will not stand still
    /// are they made inside the commit.
    /// </summary>
    private static async Task<Answer> CommitAsync(CommandCall call, Func<Inventory, Proposal<Answer?>> propose, CancellationToken cancel)
    {
        for (var left = TriesOutside; left > 0; left--)
        {
            var seen = call.Inventory;
            var made = propose(seen);
            var changed = await call.Appliance.CommitAsync(inventory => ReferenceEquals(inventory, seen) ? made : new Proposal<Answer?>(null, []), cancel);
            if (changed is not null)
            {
                return changed;
            }
        }

        return (await call.Appliance.CommitAsync(propose, cancel))!;
    }

    private static string? Locked(Change change) =>
        change is Change.AttemptSet { Profile: { LocksEverybodyOut: true }, Attempt.Host: var host } ? host.ToString() : null;

    private static IEnumerable<Change> Nukes(CommandCall call, ImmutableArray<Host> hosts) =>
        from name in NukeNames
        where call.Has(name)
        from host in hosts
        select new Change.AttributeWritten(
            AttributeOwner.Of(host.Name), AttributeName.Parse(name), new AttributeValue(call.Flag(name) ? "true" : "false", Shadow: false, call.Now));

    /// <param name="Hosts">Those that were changed.</param>
    /// <param name="LockedOut">Names of those that nobody could log in to once installed.</param>
    private sealed record Answer(ImmutableArray<Host> Hosts, ImmutableArray<string> LockedOut);
}
