using BootService.Appliances;
using BootService.Boot;
using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Core.Doctor;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;

namespace BootService.Doctor;

/// <summary>Gathers what the checks of the boot network need and makes them.</summary>
internal sealed class NetworkDoctor(
    Readiness readiness, IAppliance appliance, DatabaseHealth database, LoaderLibrary loaders, ServerWatch watch, TimeProvider time) : INetworkDoctor
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancel)
    {
        var inventory = appliance.Current;
        var interfaces = LocalMachine.Interfaces();
        var findings = new List<Finding>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var frontend in inventory.Frontend.All)
        {
            if (asked.Contains(frontend.Interface) && inventory.NetworkOf(frontend.Address) is null)
            {
                continue; // an address of other business than ours
            }

            findings.Add(AddressChecks.Interface(frontend, interfaces));
            findings.Add(AddressChecks.Network(inventory, frontend));
            findings.Add(AddressChecks.Mtu(inventory, frontend, interfaces));
            if (!asked.Add(frontend.Interface))
            {
                continue; // another network of a wire that was asked already
            }

            findings.AddRange(await AskAsync(frontend, interfaces, cancel));
        }

        findings.AddRange(AddressChecks.Networks(inventory));
        findings.AddRange(AddressChecks.Hosts(inventory));
        if (NeighbourTable.Check(inventory, LocalMachine.MostNeighbours()) is { } crowded)
        {
            findings.Add(crowded);
        }

        findings.AddRange(await readiness.FindingsAsync(cancel));
        findings.AddRange(PortsOf(inventory.Frontend));
        findings.AddRange(LoadersFor(inventory));
        findings.AddRange(DatabaseFindings());
        findings.AddRange(await FirewallAsync(inventory.Frontend, cancel));
        return findings;
    }

    private IEnumerable<Finding> DatabaseFindings()
    {
        if (database.Damage is { } damage)
        {
            yield return Finding.Wrong(
                "database", damage, "stop bootservice and put a copy in its place with \"bootservice --restore\"; until then machines are served from memory, "
                    + "and changes may be lost");
        }

        if (database.WhyUnwritable is { } why)
        {
            yield return Finding.Wrong(
                "database", $"it can be read and not written: {why}", "make room, then \"systemctl restart bootservice\"; until then changes are refused");
        }
    }

    private async Task<IEnumerable<Finding>> AskAsync(Frontend frontend, IReadOnlyList<LocalInterface> interfaces, CancellationToken cancel)
    {
        var own = interfaces.SelectMany(card => card.Addresses).Select(has => has.Address).ToHashSet();
        var answers = await Task.Factory.StartNew(
            () => new SegmentProbe(frontend, own, time) { Stranger = SegmentStranger.Of(appliance.Current.Frontend.Peers) }.Ask(cancel),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        cancel.ThrowIfCancellationRequested();
        var arp = AddressChecks.Arp(frontend, interfaces, answers.Owners);
        if (answers.WhyNot is { } why)
        {
            return [Finding.Unknown("dhcp servers", $"{frontend.Interface} cannot be asked ({why}): the daemon needs CAP_NET_RAW"),
                .. arp.Where(finding => finding.Verdict is Verdict.Wrong)];
        }

        // One that is silent just now was there a moment ago: it takes machines away now and then.
        watch.Note(frontend.Interface, answers.Servers);
        var silent = watch.Seen.All.Where(seen => seen.Interface == frontend.Interface && answers.Servers.All(server => server.Address != seen.Server.Address));
        return [.. arp, .. ForeignServer.Judge(answers.Servers, readiness.Served.Mode, frontend with { Peers = appliance.Current.Frontend.Peers }),
            .. silent.Select(watch.Judge).Where(finding => finding.Verdict is Verdict.Wrong)];
    }

    private List<Finding> PortsOf(Frontend frontend)
    {
        var (own, others) = LocalMachine.Ports();
        var findings = new List<Finding>();
        foreach (var (_, protocol, port, what) in readiness.Served.All)
        {
            if (!own.Any(open => open.Protocol == protocol && open.Port == port))
            {
                findings.Add(
                    Finding.Wrong("ports", $"{protocol} {port} of {what} is not open", "restart the daemon; its log says why it could not open the port"));
            }

            foreach (var other in others.Where(open => open.Protocol == protocol && open.Port == port && frontend.All.Any(link => open.Concerns(link.Address))))
            {
                findings.Add(new Finding(
                    "ports", Verdict.Note,
                    $"{LocalMachine.OwnerOf(other.Inode) ?? "another program"} has {protocol} {port} of {what} on {other.Address} as well",
                    $"see that it is tied to another interface than {frontend.Interface}: \"ss -ln{protocol[0]}p sport = :{port}\""));
            }
        }

        return findings.Count > 0
            ? findings
            : [Finding.Fine("ports", string.Join(", ", readiness.Served.All.Select(service => $"{service.Protocol} {service.Port}")) + " are ours alone")];
    }

    private IEnumerable<Finding> LoadersFor(Inventory inventory)
    {
        var absent = loaders.Absent.ToList();
        var wanted = absent.Exists(loader => BootLoaders.ChoicesThrough(loader.Name).Any())
            ? inventory.HostsInOrder().ToLookup(host => inventory.AttributesOf(host).Text(LoaderChain.AttributeName))
            : null;
        foreach (var loader in absent)
        {
            var host = BootLoaders.ChoicesThrough(loader.Name).SelectMany(choice => wanted![choice]).FirstOrDefault();
            yield return host is null
                ? new Finding(
                    "loaders", Verdict.Note,
                    $"{loader.Name} is not here; {(loader.For is { } asks ? $"{asks} may ask for it" : "hosts that need it boot nothing")}",
                    $"apt-get install {loader.Package}, if a host is to use it")
                : Finding.Wrong("loaders", $"{loader.Name} is not here and host {host.Name} boots through it", $"apt-get install {loader.Package}");
        }

        if (absent.Count == 0)
        {
            yield return Finding.Fine("loaders", "every loader is here");
        }
    }

    private async Task<IEnumerable<Finding>> FirewallAsync(Frontend frontend, CancellationToken cancel)
    {
        var ruleset = await LocalMachine.RunAsync("nft", ["-j", "list", "ruleset"], time, cancel);
        var saved = await LocalMachine.RunAsync("iptables-save", [], time, cancel);
        Firewall?[] read = [ruleset is null ? null : NftRuleset.Read(ruleset), saved is null ? null : IptablesSave.Read(saved)];
        Firewall[] filters = [.. read.OfType<Firewall>()];
        return filters.Length > 0
            ? frontend.All.SelectMany(link => ReadFor(filters, link.Interface))
            : await Task.Factory.StartNew<List<Finding>>(
                () => [.. frontend.All.SelectMany(link => TryFor(link.Interface))], CancellationToken.None, TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
    }

    private List<Finding> ReadFor(Firewall[] filters, string card)
    {
        var findings = new List<Finding>();
        foreach (var (_, protocol, port, what) in readiness.Served.All)
        {
            if (filters.Select(filter => filter.DropperOf(new FirewallPacket(protocol, port, card))).FirstOrDefault(chain => chain is not null) is { } chain)
            {
                findings.Add(Finding.Wrong("firewall", $"chain {chain} drops {protocol} {port} of {what} on {card}", LetIn(card, protocol, port)));
            }
        }

        return findings.Count > 0 ? findings : [Finding.Fine("firewall", $"nothing drops what machines ask on {card}")];
    }

    private List<Finding> TryFor(string card)
    {
        var findings = new List<Finding>();
        foreach (var (_, protocol, port, what) in readiness.Served.All)
        {
            switch (FirewallTrial.Run(card, protocol, port, time))
            {
                case (null, var why):
                    return [new Finding(
                        "firewall", Verdict.Unknown, $"it can neither be read nor tried on {card} ({why})", "look at it as root: \"nft list ruleset\"")];
                case (false, _):
                    findings.Add(
                        Finding.Wrong(
                            "firewall", $"{protocol} {port} of {what} does not get in on {card}",
                            "\"nft list ruleset\" as root names the rule; " + LetIn(card, protocol, port)));
                    break;
            }
        }

        return findings.Count > 0 ? findings : [Finding.Fine("firewall", $"what machines ask gets in on {card} (tried, since only root may read the rules)")];
    }

    private static string LetIn(string card, string protocol, int port) =>
        $"let it in, for example \"iptables -I INPUT -i {card} -p {protocol} --dport {port} -j ACCEPT\"";
}
