using System.Security.Cryptography;
using System.Text;
using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Profiles;

namespace BootService.Commands.Verbs;

[Command("list host hash", "Lists a digest of each host's profile: two hosts, or two days, with the same digest install the same.",
    Detail = "Secrets do not count. A host without a profile has none; \"stack check profile\" says why.",
    Example = "list host hash backend")]
[Argument("host", ValueKind.Hosts, Optional = true, Repeats = true)]
[Row("host, hash?")]
internal sealed class ListHostHash(IProfiles profiles) : ICommand
{
    private const int Shown = 16;

    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var sources = profiles.Look(call.Inventory, call.MayChange);
        call.KeptTable();
        foreach (var host in call.HostsOrAll(call.Inventory))
        {
            cancel.ThrowIfCancellationRequested();
            await call.Output.RowAsync(host.Name.ToString(), Hash(sources, host));
        }
    }

    private static string? Hash(IProfileSources sources, Core.Hosts.Host host)
    {
        try
        {
            return sources.Templates(host.Box).Render(sources.Preview(host)) is ProfileAnswer.Rendered rendered
                ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rendered.Profile.ToAnswerText())))[..Shown]
                : null;
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
