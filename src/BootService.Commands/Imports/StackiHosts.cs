using BootService.Commands.Boot;
using BootService.Commands.Hosts;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Imports;

/// <summary>Reads the hosts of a dump of Stacki. Pure.</summary>
/// <param name="draft">Where they go.</param>
/// <param name="scope">Reads what every scope says alike.</param>
/// <param name="networks">Networks of theirs that are called otherwise here.</param>
/// <param name="boxes">The os of each box of theirs, which was that of its hosts.</param>
internal sealed class StackiHosts(ImportDraft draft, StackiScope scope, Dictionary<string, string> networks, Dictionary<string, string?> boxes)
{
    private readonly HashSet<string> _environments = new(StringComparer.Ordinal);

    /// <summary>Takes the hosts.</summary>
    public void Read(LongList hosts)
    {
        // Of those that are here already the interfaces come anew, whichever of them has an address that another one had.
        if (draft.State.Hosts.Count > 0)
        {
            draft.Assume(from host in hosts.Objects()
                         where !IsFrontend(host) && HostName.TryParse(host.Text("name"), null, out _)
                         let known = draft.State.HostOf(HostName.Parse(host.Text("name")!))
                         where known is not null
                         select new Change.HostSet(known with { Interfaces = [] }));
        }

        foreach (var host in hosts.Objects())
        {
            if (IsFrontend(host))
            {
                draft.Report.LeftOut("host", host.Text("name") ?? "?", "it is a frontend, and this machine is one");
            }
            else
            {
                Host(host);
            }
        }
    }

    private static bool IsFrontend(ImportedJson host) => host.Text("appliance") == "frontend";

    private void Host(ImportedJson theirs)
    {
        var text = theirs.Text("name") ?? string.Empty;
        if (draft.Make("host", text, inventory => Made(theirs, text, inventory)) is not { } made)
        {
            return;
        }

        foreach (var list in (string[])["interface", "attr", "attrs"])
        {
            if (theirs.WhyNoObjects(list) is { } why)
            {
                draft.Wrong(list, $"of host {made.Name}", why);
            }
        }

        foreach (var nic in theirs.List("interface"))
        {
            made = Interface(made, nic);
        }

        draft.Bring([.. NewGroups(made, draft.State), new Change.HostSet(made)]);
        var owner = AttributeOwner.Of(made.Name);
        scope.Read(owner, theirs, made);
        if (theirs.Text("metadata") is { } metadata)
        {
            draft.Set(owner, "metadata", metadata);
        }
    }

    private Host Made(ImportedJson theirs, string text, Inventory inventory)
    {
        if (!HostName.TryParse(text, null, out var name))
        {
            throw new RefusedException($"\"{Grammar.Echo.Of(text)}\" is not a host name");
        }

        var known = inventory.HostOf(name);
        if (known is null)
        {
            HostRules.CheckFree(inventory, name);
        }

        var box = theirs.Text("box") ?? Core.Hosts.Host.DefaultBox;
        return new Host(name, HostRules.Appliance(inventory, theirs.Text("appliance") ?? "backend").Name, Place(theirs, "rack"), Place(theirs, "rank"))
        {
            Action = known?.Action ?? BootAction.None,
            Os = HostRules.Word("os", boxes.GetValueOrDefault(box) ?? known?.Os ?? "redhat"),
            Environment = Environment(theirs.Text("environment") ?? string.Empty, inventory),
            Box = box == Core.Hosts.Host.DefaultBox || inventory.AddedBoxes.Contains(box) ? box : Pallets.BoxRules.Existing(inventory, box),
            InstallAction = Action(theirs, "installaction", installs: true, inventory, text),
            OsAction = Action(theirs, theirs.Has("osaction") ? "osaction" : "runaction", installs: false, inventory, text),
            Comment = HostRules.Comment(theirs.Text("comment") ?? string.Empty),
            Groups =
                [.. theirs.WordsOf("group").Concat(theirs.WordsOf("groups")).Select(group => HostRules.Word("group", group)).Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)],
        };
    }

    private string? Environment(string word, Inventory inventory)
    {
        // Looked at once: it asks for every host whether it is called so.
        if (word.Length > 0 && _environments.Add(word))
        {
            _ = HostRules.Environment(inventory, word);
        }

        return word.Length == 0 ? null : word;
    }

    private static IEnumerable<Change> NewGroups(Host host, Inventory inventory) =>
        host.Groups.Where(group => !inventory.Groups.Contains(group)).Select(group => new Change.GroupSet(group));

    private static Place Place(ImportedJson theirs, string member) => Core.Hosts.Place.TryParse(theirs.Text(member) ?? "0", null, out var place)
        ? place
        : throw new RefusedException($"{member} \"{theirs.Text(member)}\" is neither a number nor a word such as A12");

    private string Action(ImportedJson theirs, string member, bool installs, Inventory inventory, string host)
    {
        try
        {
            return BootEntryRules.Named(inventory, theirs.Text(member) ?? "default", installs);
        }
        catch (RefusedException fault)
        {
            draft.Report.LeftOut($"{member} of a host", host, $"{fault.Message}; the usual one is taken");
            return BootEntryRules.Named(inventory, "none", installs);
        }
    }

    /// <summary>The host with one more interface; as it was when that one cannot be.</summary>
    private Host Interface(Host host, ImportedJson theirs)
    {
        var device = theirs.Text("interface")
            ?? Enumerable.Range(0, host.Interfaces.Length + 1).Select(number => $"eth{number}").First(free => host.Interfaces.All(nic => nic.Name != free));
        if (draft.Make(
            "interface", $"{device} of host {host.Name}", inventory => InterfaceRules.With(inventory, host, Made(theirs, device, host))) is not { } made)
        {
            return host;
        }

        var aliases = theirs.WordsOf("alias").Where(alias => HostName.TryParse(alias, null, out _)).ToArray();
        if (aliases.Length > 0)
        {
            draft.Set(AttributeOwner.Of(host.Name), HostAliases.AttributeOf(device).ToString(), HostAliases.Write(aliases), kind: "alias");
        }

        return made;
    }

    private HostInterface Made(ImportedJson theirs, string device, Host host)
    {
        if (InterfaceRules.WhyNoDevice(device) is { } why)
        {
            throw new RefusedException(why);
        }

        if (host.Interfaces.Any(nic => nic.Name == device))
        {
            throw new RefusedException("it is there twice");
        }

        var (mac, ip) = (theirs.Text("mac"), theirs.Text("ip"));
        var (card, address) = (default(MacAddress), default(Ipv4));
        if (mac is not null && !MacAddress.TryParse(mac, null, out card))
        {
            throw new RefusedException($"\"{mac}\" is not a hardware address");
        }

        if (ip is not null && !Ipv4.TryParse(ip, null, out address))
        {
            throw new RefusedException($"\"{ip}\" is not an IPv4 address");
        }

        var called = theirs.Text("name") is { } text && HostName.TryParse(text, null, out var other) && other != host.Name ? other.ToString() : null;
        return new HostInterface(
            device, mac is null ? null : card, ip is null ? null : address,
            theirs.Text("network") is { } network ? networks.GetValueOrDefault(network, network) : null, theirs.Flag("default"), called)
        {
            Vlan = InterfaceRules.Vlan(theirs.Text("vlan")),
            Options = theirs.Text("options"),
            Channel = theirs.Text("channel"),
            Module = theirs.Text("module"),
        };
    }
}
