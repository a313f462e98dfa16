using BootService.Commands.Boot;
using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Commands.Pallets;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Commands.Verbs;

[Command("add host", "Adds a host, or a range of them with their addresses.",
    Detail = "A name of the form appliance-rack-rank, such as backend-0-0, says all three; any other name needs them as parameters. A bracket in the name "
        + "counts: backend-5-[0-39] is forty hosts, "
        + "node[001-120,200] are a hundred and twenty-one, each with the next rank where rank= says the first.",
    Example = "add host backend-5-[0-39] ip=10.1.5.1+ network=private")]
[Argument("host", ValueKind.NewHost, Help = "The host's name, or names with ranges of numbers in brackets.")]
[Parameter("appliance", ValueKind.Appliance, "Its appliance.")]
[Parameter("rack", ValueKind.Place, "The rack it stands in.")]
[Parameter("rank", ValueKind.Place, "Its place in the rack; of several hosts that of the first.")]
[Parameter("ip", ValueKind.Text, "The address of its interface; with a + behind it the first of several hosts' addresses, auto for free ones.")]
[Parameter("mac", ValueKind.Mac, "The hardware address of its interface; of one host.")]
[Parameter("interface", ValueKind.Interface, "The device's name; eth0 unless said otherwise.")]
[Parameter("network", ValueKind.Network, "The network the address is on; the one that holds it unless said otherwise.")]
[Parameter("os", ValueKind.Text, "The operating system family its attributes of scope os come from; redhat unless said otherwise.")]
[Parameter("environment", ValueKind.Text, "Its environment.")]
[Parameter("box", ValueKind.Box, "The box whose pallets it installs from; default unless said otherwise.")]
[Parameter("comment", ValueKind.Text, "A note for people.")]
[Parameter("installaction", ValueKind.BootAction, "What action=install stands for; install unless said otherwise.")]
[Parameter("osaction", ValueKind.BootAction, "What action=os stands for; os unless said otherwise.")]
[Parameter("membership", ValueKind.Text, "Its appliance by the appliance's long name, as in Stacki 1.0.")]
internal sealed class AddHost : ICommand
{
    private const string UsualDevice = "eth0";
    private const string Usual = "none";

    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var names = Names(call);
        var mac = call.FindValue<MacAddress>("mac");
        if (mac is not null && names.Count > 1)
        {
            throw Expectations.Fault(call.Declaration, $"\"mac\" parameter is one card's, and these are {names.Count} hosts");
        }

        var device = call.Find("interface") is { Length: > 0 } named ? named : UsualDevice;
        AddHostInterface.CheckDevice(device);
        var network = call.Find("network") is { Length: > 0 } chosen ? chosen : null;
        return call.CommitAsync(
            inventory =>
            {
                var addresses = AddressRun.Parse(call.Find("ip"), network, names.Count, sentence => Expectations.Fault(call.Declaration, sentence));
                var changes = new List<Change>();
                for (var at = 0; at < names.Count; at++)
                {
                    var host = New(call, inventory, names[at], at);
                    if (addresses.IsGiven || mac is not null || call.Has("interface"))
                    {
                        var nic = new HostInterface(device, mac, addresses.Next(inventory, host.Name), network, IsDefault: false, HostName: null);
                        host = InterfaceRules.With(inventory, host, nic);
                    }

                    changes.Add(new Change.HostSet(host));
                    inventory = inventory.With(changes[^1]);
                }

                return changes;
            },
            cancel);
    }

    private static IReadOnlyList<HostName> Names(CommandCall call)
    {
        var word = call.Arguments[0];
        if (word.Contains('[', StringComparison.Ordinal))
        {
            return HostRange.Names(word);
        }

        return HostName.TryParse(word, null, out var name)
            ? [name]
            : throw new NotUnderstoodException($"\"{word}\" is not a host name: letters, digits, hyphens and dots, at most 63 in all");
    }

    private static Host New(CommandCall call, Inventory inventory, HostName name, int at)
    {
        HostRules.CheckFree(inventory, name);
        var placed = HostRules.Placement(name);
        var appliance = call.Find("appliance") ?? call.Find("membership") ?? placed?.Appliance ?? throw Missing(call, "appliance");
        return new Host(
            name,
            HostRules.Appliance(inventory, appliance).Name,
            call.FindValue<Place>("rack") ?? placed?.Rack ?? throw Missing(call, "rack"),
            Rank(call, at) ?? placed?.Rank ?? throw Missing(call, "rank"))
        {
            Os = HostRules.Word("os", call.Find("os") ?? "redhat"),
            Environment = HostRules.Environment(inventory, call.Find("environment") ?? string.Empty),
            Box = BoxRules.Of(call, inventory),
            Comment = HostRules.Comment(call.Find("comment") ?? string.Empty),
            InstallAction = BootEntryRules.Named(inventory, call.Find("installaction") ?? Usual, installs: true),
            OsAction = BootEntryRules.Named(inventory, call.Find("osaction") ?? Usual, installs: false),
        };
    }

    /// <summary>The place that was typed, and for each further host the one above.</summary>
    private static Place? Rank(CommandCall call, int at) => call.FindValue<Place>("rank") switch
    {
        { Number: { } first } => (int)first + at,
        { } word when at > 0 => throw Expectations.Fault(call.Declaration, $"\"rank\" parameter must be a number for several hosts, and is \"{word}\""),
        var one => one,
    };

    private static NotUnderstoodException Missing(CommandCall call, string parameter) =>
        Expectations.Fault(call.Declaration, $"\"{parameter}\" parameter is required, because \"{call.Arguments[0]}\" is not of the form appliance-rack-rank");
}
