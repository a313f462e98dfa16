using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Commands.Profiles;

namespace BootService.Commands.Verbs;

[Command("list host profile", "Shows the kickstart that hosts would install from, in Stacki's XML wrapper.",
    Detail = "Secrets are masked. A profile that does not render is an error that names file, line and column.",
    Example = "list host profile backend-0-0")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Row("host, profile")]
internal sealed class ListHostProfile(IProfiles profiles) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var sources = profiles.Look(call.Inventory, call.MayChange);
        return ProfilePreview.ListAsync(call, host => ProfilePreview.Of(sources, host, profile => profile.ToWrappedProfile()), cancel);
    }
}
