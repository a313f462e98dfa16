using System.Collections.Immutable;
using BootService.Commands.Output;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Firewalls;
using BootService.Core.Hosts;
using BootService.Core.Syncs;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

/// <summary>What the verbs of <c>sync host</c> have in common: each host's own script, to be run by the caller's ssh, a few at a time.</summary>
internal static class HostSync
{
    /// <summary>The columns.</summary>
    public const string Row = "host, output, exit:number?";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <exception cref="RefusedException">A named host has nothing to bring; of several, none has.</exception>
    public static Task RunAsync(CommandCall call, SyncPart part, IProfiles profiles, int usualThreads)
    {
        var inventory = call.Inventory;
        var words = call.Arguments;
        var hosts = words.IsEmpty
            ? [.. inventory.HostsInOrder().Where(host => RunHost.IsManaged(inventory, host, words))]
            : call.HostsNamed(inventory, words).Where(host => RunHost.IsManaged(inventory, host, words)).ToImmutableArray();
        if (words.IsEmpty && !call.Flag("dryrun"))
        {
            throw Catalog.Expectations.Fault(call.Declaration, "\"host\" argument is required; with dryrun=yes it may be left out for all");
        }

        var (sources, scripts, passed) = (profiles.Look(inventory, call.MayChange), new List<(string, Ipv4, string)>(), new List<string>());
        var canCutOff = false;
        foreach (var host in hosts)
        {
            try
            {
                var sync = Of(part, inventory, sources, host);
                canCutOff |= sync.CanCutOff;
                scripts.Add((host.Name.ToString(), host.Address ?? default, SyncScript.Of(sync, call.Flag("dryrun"))));
            }
            catch (RefusedException nothing) when (hosts.Length > 1)
            {
                passed.Add(nothing.Message);
            }
        }

        if (scripts.Count == 0)
        {
            throw new RefusedException(passed.Count > 0 ? passed[0]
                : words.IsEmpty ? "no host is there to be brought up to date"
                : $"\"{string.Join(' ', words)}\" names no managed host: a frontend changes itself, and of others attribute managed says whether they are");
        }

        passed.ForEach(call.Remark);
        call.Table();
        call.Output.RunOnHosts(new RemoteRun([.. scripts.Select(one => (one.Item1, one.Item2))], "sh -s")
        {
            Scripts = [.. scripts.Select(one => one.Item3)],
            Threads = Math.Max(1, call.Number("threads") ?? usualThreads),
            Timeout = Limit,
            IsCareful = !call.Flag("dryrun"),
            Confirm = canCutOff && !call.Flag("dryrun") ? (SyncScript.Confirm, SyncScript.Patience) : null,
        });
        return Task.CompletedTask;
    }

    private static NodeSync Of(SyncPart part, Core.Inventories.Inventory inventory, IProfileSources sources, Host host) => host.Appliance == "frontend"
        ? throw new RefusedException($"host {host.Name} is a frontend: what it is, is its own")
        : NodeSync.Of(part, sources.Preview(host), part is SyncPart.Firewall ? NodeFirewall.Of(inventory, host) : NodeFirewall.None);
}
