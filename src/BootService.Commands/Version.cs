using System.Reflection;
using BootService.Commands.Catalog;

namespace BootService.Commands.Verbs;

[Command("version", "Shows the version of the daemon.", Aliases = "list version|report version")]
internal sealed class Version : ICommand
{
    /// <summary>The daemon's version, without what the build adds to it.</summary>
    public static string Number { get; } = typeof(Version).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split(
        '+')[0];

    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        call.Output.Message($"bootservice {Number}");
        return Task.CompletedTask;
    }
}
