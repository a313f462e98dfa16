using System.Globalization;
using System.Text.Json;
using BootService.Commands.Hosts;
using BootService.Commands.Pallets;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Media.Discs;
using BootService.Protocols.Net;

namespace BootService.Commands.Imports;

/// <summary>
/// Reads what Stacki 5's <c>stack dump</c> writes: its sections, or one of them alone as <c>stack dump host</c> writes it. Pure but for asking for files.
/// </summary>
internal sealed class StackiDump
{
    private static readonly string[] Sections =
        ["version", "access", "attr", "controller", "partition", "firewall", "route", "network", "os", "environment", "appliance", "software", "bootaction",
            "group", "host", "vm"];

    /// <summary>The sections that are lists of objects.</summary>
    private static readonly string[] Lists =
        ["access", "attr", "controller", "partition", "firewall", "route", "network", "os", "environment", "appliance", "bootaction", "host", "vm"];

    /// <summary>What Stacki calls its usual actions; ours are install and os.</summary>
    private static readonly string[] UsualActions = ["default"];

    private const string Hosts = "host";

    private readonly ImportedJson _dump;
    private readonly LongList _hosts;
    private readonly ImportDraft _draft;
    private readonly IBootFileNames _files;
    private readonly StackiScope _scope;

    // A network of theirs that is one of ours by another name.
    private readonly Dictionary<string, string> _networks = new(StringComparer.Ordinal);

    private StackiDump((ImportedJson Root, LongList Hosts) dump, ImportDraft draft, IBootFileNames files)
    {
        (_dump, _hosts, _draft, _files) = (dump.Root, dump.Hosts, draft, files);
        _scope = new StackiScope(draft);
    }

    /// <summary>Whether a text is such a dump, and not one of ours.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                if (Sections.Skip(1).Contains(reader.GetString()))
                {
                    return true;
                }

                reader.Skip();
            }

            return false;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The dump that a text is, and its hosts, which are most of it.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static (ImportedJson Root, LongList Hosts) Of(string path, ReadOnlyMemory<byte> text)
    {
        var (dump, hosts) = ImportedJson.RootWith(path, text, Hosts);
        if (dump.Has("hosts") || dump.Has("networks"))
        {
            throw new RefusedException($"{path} is a dump of our own: \"stack load {path}\" takes it");
        }

        if (!Sections.Skip(1).Any(dump.Has))
        {
            throw new RefusedException($"{path} is not what Stacki's \"stack dump\" writes: none of {string.Join(", ", Sections.Skip(1))} is in it");
        }

        return (dump, hosts);
    }

    /// <summary>Reads a dump into a draft.</summary>
    public static void Read((ImportedJson Root, LongList Hosts) dump, ImportDraft draft, IBootFileNames files) => new StackiDump(dump, draft, files).Read();

    private void Read()
    {
        foreach (var name in _dump.Names.Except(Sections, StringComparer.Ordinal))
        {
            _draft.Report.LeftOut("section", name, "Stacki 5.6.5 has no such section and nobody knows what it means here");
        }

        foreach (var name in Lists)
        {
            if ((_dump.WhyNoObjects(name) ?? (name == Hosts ? _hosts.WhyNoObjects : null)) is { } why)
            {
                _draft.Wrong("section", name, why);
            }
        }

        if (_dump.WhyNoWords("group") is { } odd)
        {
            _draft.Wrong("section", "group", odd);
        }

        foreach (var network in _dump.List("network"))
        {
            Network(network);
        }

        foreach (var appliance in _dump.List("appliance"))
        {
            Appliance(appliance);
        }

        Software(_dump.Object("software"));
        foreach (var action in _dump.List("bootaction"))
        {
            BootAction(action);
        }

        foreach (var group in _dump.WordsOf("group"))
        {
            Group(group);
        }

        new StackiHosts(_draft, _scope, _networks, Boxes()).Read(_hosts);
        Scopes();
        foreach (var rule in _dump.List("access"))
        {
            _draft.Report.LeftOut("access rule", rule.Text("command") ?? "*", "who may what is said by tokens here: \"stack add token\"");
        }

        foreach (var machine in _dump.List("vm"))
        {
            _draft.Report.LeftOut("virtual machine", machine.Text("name") ?? "?", "virtual machines are made elsewhere; its host comes with the hosts");
        }
    }

    private void Scopes()
    {
        _scope.Read(AttributeOwner.Global, _dump);
        foreach (var os in _dump.List("os"))
        {
            Scope(AttributeScope.Os, os, "os");
        }

        foreach (var environment in _dump.List("environment"))
        {
            Scope(AttributeScope.Environment, environment, "environment");
        }

        foreach (var appliance in _dump.List("appliance"))
        {
            if (appliance.Text("name") is { } name && _draft.State.Appliances.ContainsKey(name))
            {
                _scope.Read(new AttributeOwner(AttributeScope.Appliance, name), appliance);
            }
        }
    }

    private void Scope(AttributeScope scope, ImportedJson thing, string kind)
    {
        var name = thing.Text("name") ?? string.Empty;
        if (_draft.Take(kind, name, inventory =>
            {
                if (scope is not AttributeScope.Environment)
                {
                    _ = HostRules.Word(kind, name);
                    return [];
                }

                return inventory.AddedEnvironments.Contains(name) ? [] : [new Change.EnvironmentAdded(HostRules.NewEnvironment(inventory, name))];
            }))
        {
            _scope.Read(new AttributeOwner(scope, name), thing);
        }
    }

    private void Network(ImportedJson network)
    {
        var name = network.Text("name") ?? string.Empty;
        _draft.Take("network", name, inventory =>
        {
            // Releases before 5.6 wrote netmask.
            var ones = network.Text("mask") ?? network.Text("netmask");
            if (!Ipv4.TryParse(network.Text("address"), null, out var address) || !Ipv4.TryParse(ones, null, out var mask)
                || !Ipv4Network.TryFromMask(address, mask, out var subnet))
            {
                throw new RefusedException($"address \"{network.Text("address")}\" and mask \"{ones}\" are no network");
            }

            if (inventory.Networks.Values.FirstOrDefault(other => other.Subnet == subnet && other.Name != name) is { } same
                && !inventory.Networks.ContainsKey(name))
            {
                // The frontend's own network was made at its first start.
                _networks[name] = same.Name;
                _draft.Report.LeftOut("network", name, $"it is network {same.Name} here ({subnet}), and interfaces on it go there");
                name = same.Name;
            }

            var known = inventory.Networks.GetValueOrDefault(name) ?? new Network(HostRules.Word("network", name), subnet);
            var mtu = network.Text("mtu");
            return [new Change.NetworkSet(known with
            {
                Subnet = subnet,
                Gateway = Address(network, "gateway") ?? known.Gateway,
                Zone = network.Text("zone")?.ToLowerInvariant() ?? known.Zone,
                Pxe = network.Flag("pxe"),
                Mtu = mtu is null
                    ? known.Mtu
                    : int.TryParse(mtu, NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
                    ? octets
                    : throw new RefusedException($"mtu \"{mtu}\" is no number"),
            })];
        });
    }

    private static Ipv4? Address(ImportedJson thing, string member) => thing.Text(member) is not { } text ? null
        : Ipv4.TryParse(text, null, out var address) ? address
        : throw new RefusedException($"{member} \"{text}\" is not an IPv4 address");

    private void Appliance(ImportedJson appliance)
    {
        var name = appliance.Text("name") ?? string.Empty;
        var node = appliance.List("attr").FirstOrDefault(attr => attr.Text("name") == "node").Text("value");
        _draft.Take("appliance", name, inventory =>
        {
            var made = inventory.Appliances.GetValueOrDefault(name)
                ?? ApplianceRules.New(inventory, name) with { Node = null, IsPublic = appliance.Flag("public", otherwise: true) };
            return [new Change.ApplianceSet(node is null || name == "frontend" ? made : made with { Node = HostRules.Word("node", node) })];
        });
    }

    private Dictionary<string, string?> Boxes() => _dump.Object("software").List("box").Where(box => box.Text("name") is not null)
        .GroupBy(box => box.Text("name")!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Text("os"), StringComparer.Ordinal);

    private void Software(ImportedJson software)
    {
        foreach (var box in software.List("box"))
        {
            var name = box.Text("name") ?? string.Empty;
            if (!_draft.Take("box", name, inventory => inventory.BoxNames().Contains(name) ? [] : [new Change.BoxAdded(HostRules.Word("box", name))]))
            {
                continue;
            }

            foreach (var pallet in box.List("pallet"))
            {
                Pallet(name, pallet);
            }

            foreach (var cart in box.WordsOf("cart"))
            {
                Cart(cart, name);
            }
        }

        foreach (var cart in software.List("cart").Select(cart => cart.Text("name")).OfType<string>().Where(cart => !_draft.State.Carts.ContainsKey(cart)))
        {
            Cart(cart, null);
        }

        foreach (var repo in software.List("repo"))
        {
            _draft.Report.LeftOut(
                "repository", repo.Text("name") ?? "?", "installed systems get theirs from pallets: \"stack create mirror\" makes one of an address");
        }

        foreach (var (pallet, tags) in software.List("pallet").Select(pallet => (pallet, pallet.List("tag").Count())).Where(pair => pair.Item2 > 0))
        {
            _draft.Report.LeftOut("tags of a pallet", pallet.Text("name") ?? "?", $"pallets have no tags here ({tags} of them)");
        }
    }

    private void Pallet(string box, ImportedJson pallet)
    {
        var (name, version) = (pallet.Text("name") ?? "?", pallet.Text("version"));
        var found = _draft.State.Pallets.Values.FirstOrDefault(known => known.Key.Name == name && known.Key.Version == version
            && (pallet.Text("arch") is null || known.Key.Arch == pallet.Text("arch")) && (pallet.Text("os") is null || known.Key.Os == pallet.Text("os")));
        if (found is null)
        {
            _draft.Report.LeftOut("pallet", $"{name} {version}", $"it is not here: \"stack add pallet\" and \"stack enable pallet {name} box={box}\" bring it");
        }
        else
        {
            _draft.Take("pallet", $"{name} {version}", _ => [new Change.PalletSet(found with { Boxes = found.Boxes.With(box) })]);
        }
    }

    private void Cart(string cart, string? box) => _draft.Take("cart", cart, inventory => PalletWord.IsOne(cart)
        ? [new Change.CartSet(
            (inventory.Carts.GetValueOrDefault(cart) ?? new Cart(cart)) is var known && box is not null ? known with { Boxes = known.Boxes.With(box) } : known)]
        : throw new RefusedException($"\"{cart}\" is not a word of letters, digits, dots, hyphens and underscores"));

    private void BootAction(ImportedJson action)
    {
        var name = action.Text("name") ?? string.Empty;
        var os = action.Text("os");
        if (UsualActions.Contains(name))
        {
            _draft.Report.LeftOut("boot action", name, "what is usual is install and os here");
        }
        else if (BootEntries.Exists(_draft.State, name) && BootEntries.FindBuiltIn(new BootEntryKey(name, string.Empty, 0)) is not null)
        {
            _draft.Report.LeftOut("boot action", name, "there is one of this name here");
        }
        else
        {
            try
            {
                var entry = Boot.BootEntryRules.Of(
                    name, os, action.Text("type"), action.Text("kernel"), action.Text("ramdisk"), action.Text("args"), _draft.State, _files);
                _draft.Take("boot action", name, _ => [new Change.BootEntrySet(entry)]);
            }
            catch (RefusedException fault)
            {
                // Its kernel lies in their boot root, not in ours.
                _draft.Report.LeftOut("boot action", name, fault.Message);
            }
        }
    }

    private void Group(string group) =>
        _draft.Take("group", group, inventory => inventory.Groups.Contains(group) ? [] : [new Change.GroupSet(HostRules.Word("group", group))]);
}
