using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("create distribution", "Is accepted for the sake of scripts: pallets and site profiles take effect at once.", Example = "create distribution")]
[Argument("distribution", Optional = true, Help = "Any name.")]
internal sealed class CreateDistribution : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Output.Message("pallets and site profiles are in effect as they are: nothing to do");
        return Task.CompletedTask;
    }
}
