using System.Globalization;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Disks;
using BootService.Core.Firewalls;
using BootService.Core.Hosts;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Commands.Imports;

/// <summary>
/// Reads what a dump of Stacki says at each scope alike: attributes, partitions, routes, firewall rules; and what it says that has no place here. Pure.
/// </summary>
internal sealed class StackiScope(ImportDraft draft)
{
    /// <summary>What was worked out for Stacki's own installer, or is a field of its own here.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["node"] = "it is a field of the appliance",
    };

    /// <summary>Takes everything of one owner.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="thing">What is said of it.</param>
    /// <param name="host">The host, where it is one.</param>
    public void Read(AttributeOwner owner, ImportedJson thing, Host? host = null)
    {
        foreach (var attr in thing.List("attr"))
        {
            Attribute(owner, attr);
        }

        Partitions(owner, [.. thing.List("partition")]);
        foreach (var route in thing.List("route"))
        {
            Route(owner, route, host);
        }

        foreach (var rule in thing.List("firewall"))
        {
            Firewall(owner, rule);
        }

        Controllers(owner, [.. thing.List("controller")]);
    }

    private void Attribute(AttributeOwner owner, ImportedJson attr)
    {
        var name = attr.Text("name") ?? string.Empty;
        if (owner.Scope is AttributeScope.Appliance && Elsewhere.TryGetValue(name, out var why))
        {
            draft.Report.LeftOut("attribute", name, why);
        }
        else if (attr.Text("value") is { } value)
        {
            draft.Set(owner, name, value, attr.Flag("shadow") || attr.Text("type") == "shadow");
        }
        else
        {
            draft.Report.LeftOut("attribute", name, attr.Flag("shadow") ? "it is a secret and the dump does not say its value" : "it has no value");
        }
    }

    private void Partitions(AttributeOwner owner, ImportedJson[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var table = new DiskTable([.. rows.Select(row => new PartitionRow(
            row.Text("device") ?? string.Empty, row.Text("mountpoint") ?? string.Empty, row.Text("size") ?? string.Empty,
            row.Text("fstype") ?? row.Text("type") ?? string.Empty,
            row.Text("options") ?? string.Empty,
            int.TryParse(row.Text("partid"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null).WithMembersAsDevice())]);
        var faults = table.Faults().ToArray();
        var whose = Core.Audits.AuditTrail.Thing(owner);
        if (rows.Any(row => row.Names.Any(name => row.Text(name)?.AsSpan().IndexOfAny("\t\n\r") >= 0)))
        {
            draft.Wrong("storage table", whose, "a cell holds a tab or a line end, which it cannot");
        }
        else if (faults.Length > 0)
        {
            draft.Wrong("storage table", whose, $"row {faults[0].Row + 1}: {faults[0].Sentence}");
        }
        else
        {
            draft.Set(owner, DiskTable.Attribute, table.ToString(), kind: "storage table");
        }
    }

    private void Controllers(AttributeOwner owner, ImportedJson[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        // Stacki's dump says -1 for the only controller, the only enclosure, and for slots and arrays that are left.
        static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        static string Word(string? text) => text is "-1" ? ControllerRow.Rest : text ?? string.Empty;
        var table = new ControllerTable([.. rows.Select(row => ControllerRow.Of(
            Number(row.Text("enclosure")), Number(row.Text("adapter")), Word(row.Text("slot")), row.Text("raidlevel") ?? string.Empty,
            Word(row.Text("arrayid")), row.Text("options") ?? string.Empty))]);
        if (table.Faults().Cast<TableFault?>().FirstOrDefault() is { } fault)
        {
            draft.Wrong("controller table", Core.Audits.AuditTrail.Thing(owner), $"row {fault.Row + 1}: {fault.Sentence}");
        }
        else
        {
            draft.Set(owner, ControllerTable.Attribute, table.ToString(), kind: "controller table");
        }
    }

    private void Firewall(AttributeOwner owner, ImportedJson thing)
    {
        string Text(string name) => thing.Text(name) ?? string.Empty;
        var name = Text("name") is { Length: > 0 } given ? given : $"{Text("chain")}-{Text("protocol")}-{Text("service")}-{Text("action")}";
        try
        {
            var rule = FirewallRule.Of(
                name, Text("chain"), Text("action"), Text("protocol"), Text("service"), Text("network"), Text("output_network"), Text("flags"),
                Text("comment"));
            if (((string[])[rule.Network, rule.OutputNetwork]).FirstOrDefault(
                network => network != "all" && !draft.State.Networks.ContainsKey(network)) is { } stranger)
            {
                draft.Wrong("firewall rule", name, $"there is no network \"{stranger}\"");
            }
            else if (thing.Text("table") is { } table && table != rule.Table)
            {
                draft.Wrong("firewall rule", name, $"chain {rule.Chain} belongs to table {rule.Table}, and not to {table}");
            }
            else
            {
                draft.Set(owner, rule.AttributeName, rule.ToValue(), kind: "firewall rule");
            }
        }
        catch (RefusedException fault)
        {
            draft.Wrong("firewall rule", name, fault.Message);
        }
    }

    private void Route(AttributeOwner owner, ImportedJson route, Host? host)
    {
        var (address, mask, network, device) = (route.Text("address"), route.Text("netmask"), route.Text("subnet"), route.Text("interface"));
        var ones = default(Ipv4);
        if (!Ipv4.TryParse(address, null, out var first) || (mask is not null && !Ipv4.TryParse(mask, null, out ones))
            || !Ipv4Network.TryFromMask(first, mask is null ? Ipv4.Broadcast : ones, out var target))
        {
            draft.Wrong("route", address ?? "?", $"\"{address}\" with mask \"{mask}\" is no place to go to");
            return;
        }

        device ??= network is null ? null : host?.Interfaces.FirstOrDefault(nic => nic.Network == network)?.Name;
        if (Ipv4.TryParse(route.Text("gateway"), null, out var gateway) && !gateway.IsAny)
        {
            draft.Set(owner, NodeRoutes.AttributeOf(target), NodeRoutes.ValueOf(gateway, route.Text("interface")), kind: "route");
        }
        else if (device is not null)
        {
            draft.Set(owner, NodeRoutes.AttributeOf(target), NodeRoutes.ValueOf(null, device), kind: "route");
        }
        else if (network is not null && draft.State.NetworkCalled(network) is { } way)
        {
            draft.Set(owner, NodeRoutes.AttributeOf(target), NodeRoutes.ValueOf(way.Name), kind: "route");
        }
        else
        {
            draft.Report.LeftOut(
                "route", target.ToString(),
                $"it goes by network {network ?? "?"}, which is not there, and no gateway or interface is named: \"stack add route\"");
        }
    }
}
