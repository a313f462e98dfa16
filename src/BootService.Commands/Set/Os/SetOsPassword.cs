using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("set os password", "Sets the password of root for operating systems, as set password does; it wins over global alone.",
    Example = "set os password redhat")]
[Argument("os", ValueKind.Text, Repeats = true)]
internal sealed class SetOsPassword : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => PasswordSetting.RunAsync(call, AttributeScope.Os, cancel);
}
