using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("set password", "Sets the password of root on systems that are installed from now on: of hosts, or of everything when none is named.",
    Detail = "It is asked for twice and not shown; where standard input is no terminal two equal lines are read from it. Only its SHA-512 hash is kept, "
        + "as the secret attribute Kickstart_PrivateRootPassword; a narrower scope wins. A hash made elsewhere is taken as it is.",
    Example = "set password backend-0-0")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
internal sealed class SetPassword : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) =>
        PasswordSetting.RunAsync(call, call.Arguments.IsEmpty ? AttributeScope.Global : AttributeScope.Host, cancel);
}
