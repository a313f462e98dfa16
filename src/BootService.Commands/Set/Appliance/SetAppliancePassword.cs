using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("set appliance password",
    "Sets the password of root for appliances, as set password does; it wins over global and os, and loses to environment and host.",
        Example = "set appliance password backend")]
[Argument("appliance", ValueKind.Appliance, Repeats = true)]
internal sealed class SetAppliancePassword : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel) => PasswordSetting.RunAsync(call, AttributeScope.Appliance, cancel);
}
