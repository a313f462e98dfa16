using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Commands.Profiles;

namespace BootService.Commands.Verbs;

[Command("list host kickstart", "Shows the kickstart that hosts would get, as the installer reads it.",
    Detail = "For a host whose installer reads several files, such as Debian's, all of them are shown, each below its name. Secrets are masked, that of the "
        + "install attempt among them. \"stack diff host profile\" compares it with what the host was last set to install.",
    Example = "list host kickstart backend-0-0")]
[Argument("host", ValueKind.Hosts, Repeats = true)]
[Row("host, kickstart")]
internal sealed class ListHostKickstart(IProfiles profiles) : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var sources = profiles.Look(call.Inventory, call.MayChange);
        return ProfilePreview.ListAsync(call, host => ProfilePreview.Of(sources, host, profile => profile.ToAnswerText()), cancel);
    }
}
