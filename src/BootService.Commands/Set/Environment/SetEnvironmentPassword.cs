using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("set environment password",
    "Sets the password of root for environments, as set password does; it wins over global, os and appliance, and loses to host.",
        Example = "set environment password test")]
[Argument("environment", ValueKind.Text, Repeats = true)]
internal sealed class SetEnvironmentPassword : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => PasswordSetting.RunAsync(call, AttributeScope.Environment, cancel);
}
