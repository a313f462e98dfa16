using BootService.Commands.Catalog;
using BootService.Commands.Grammar;
using BootService.Commands.Hosts;
using BootService.Commands.Pallets;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Commands.Verbs;

[Command("add host", "Adds a host.",
    Detail = "A name of the form appliance-rack-rank, such as backend-0-0, says all three; any other name needs them as parameters.",
    Example = "add host backend-0-0")]
[Argument("host", ValueKind.NewHost, Help = "The host's name.")]
[Parameter("appliance", ValueKind.Appliance, "Its appliance.")]
[Parameter("rack", ValueKind.Place, "The rack it stands in.")]
[Parameter("rank", ValueKind.Place, "Its place in the rack.")]
[Parameter("os", ValueKind.Text, "The operating system family its attributes of scope os come from; redhat unless said otherwise.")]
[Parameter("environment", ValueKind.Text, "Its environment.")]
[Parameter("box", ValueKind.Box, "The box whose pallets it installs from; default unless said otherwise.")]
[Parameter("comment", ValueKind.Text, "A note for people.")]
[Parameter("membership", ValueKind.Text, "Its appliance by the appliance's long name, as in Stacki 1.0.")]
internal sealed class AddHost : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        if (!HostName.TryParse(call.Arguments[0], null, out var name))
        {
            throw new NotUnderstoodException($"\"{call.Arguments[0]}\" is not a host name: letters, digits, hyphens and dots, at most 63 in all");
        }

        return call.CommitAsync(inventory => [new Change.HostSet(New(call, inventory, name))], cancel);
    }

    private static Host New(CommandCall call, Inventory inventory, HostName name)
    {
        HostRules.CheckFree(inventory, name);
        var placed = HostRules.Placement(name);
        var appliance = call.Find("appliance") ?? call.Find("membership") ?? placed?.Appliance ?? throw Missing(call, "appliance");
        return new Host(
            name,
            HostRules.Appliance(inventory, appliance).Name,
            call.FindValue<Place>("rack") ?? placed?.Rack ?? throw Missing(call, "rack"),
            call.FindValue<Place>("rank") ?? placed?.Rank ?? throw Missing(call, "rank"))
        {
            Os = HostRules.Word("os", call.Find("os") ?? "redhat"),
            Environment = HostRules.Environment(inventory, call.Find("environment") ?? string.Empty),
            Box = BoxRules.Of(call, inventory),
            Comment = call.Find("comment") ?? string.Empty,
        };
    }

    private static NotUnderstoodException Missing(CommandCall call, string parameter) =>
        Expectations.Fault(call.Declaration, $"\"{parameter}\" parameter is required, because \"{call.Arguments[0]}\" is not of the form appliance-rack-rank");
}
