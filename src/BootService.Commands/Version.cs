using System.Reflection;
using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("version", "Shows the version of the daemon.", Aliases = "list version|report version")]
internal sealed class Version : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var version = typeof(Version).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        call.Output.Message($"bootservice {version.Split('+')[0]}");
        return Task.CompletedTask;
    }
}
