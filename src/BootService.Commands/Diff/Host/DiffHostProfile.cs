using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Commands.Profiles;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Installers;
using BootService.Core.Inventories;
using BootService.Core.Profiles;
using BootService.Core.Stores;

namespace BootService.Commands.Verbs;

[Command(
    "diff host profile", "Shows what differs between the kickstarts of two hosts, or between what a host was last set to install and what it would get now.",
    Detail = "The form is that of diff -u; no output means that they are the same. Secrets are masked, so that a change of a secret alone is not shown.",
    Example = "diff host profile backend-0-0 backend-0-1")]
[Argument("host", ValueKind.Hosts, Help = "The host.")]
[Argument("other", ValueKind.Hosts, Optional = true, Help = "The host it is compared with; when left out, the last profile it was set to install.")]
[Row("host, difference")]
internal sealed class DiffHostProfile(IProfiles profiles, IApplianceStore store) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var sources = profiles.Look(inventory, call.MayChange);
        var host = One(inventory, call.Arguments[0]);
        var now = ProfilePreview.Kickstart(sources, host);
        var difference = call.Arguments is [_, var word]
            ? Between(host, now, One(inventory, word), sources)
            : TextDiff.Unified(Attempt(inventory, host), await FrozenAsync(inventory, host, cancel), $"{host.Name} now", now);
        call.Output.Table(call.Shape() with { Plain = true });
        if (difference.Length > 0)
        {
            await call.Output.RowAsync(host.Name.ToString(), difference);
        }
    }

    private static string Between(Host host, string kickstart, Host other, IProfileSources sources) =>
        TextDiff.Unified(host.Name.ToString(), kickstart, other.Name.ToString(), ProfilePreview.Kickstart(sources, other));

    private static Host One(Inventory inventory, string word) => HostPattern.Resolve(inventory, [word]) switch
    {
        [var host] => host,
        [] => throw new RefusedException($"no host matches \"{word}\"; \"stack list host\" shows what there is"),
        var several => throw new RefusedException($"\"{word}\" names {several.Length} hosts, and one is compared with one"),
    };

    private static string Attempt(Inventory inventory, Host host) =>
        inventory.AttemptOf(host.Name) is { } attempt
            ? $"{host.Name} as set to install at {attempt.Armed:yyyy-MM-dd HH:mm:ss}Z"
            : throw new RefusedException($"host \"{host.Name}\" was never set to install, so there is no profile to compare with; name another host");

    private async Task<string> FrozenAsync(Inventory inventory, Host host, CancellationToken cancel) =>
        await store.ListAnswersAsync(inventory.AttemptOf(host.Name)!.Id, cancel) is [_, ..] kept && kept.All(answer => answer.Masked is not null)
            ? AnswerNames.Together(
                [.. kept.OrderBy(answer => AnswerNames.Begins(answer.Name) ? 0 : 1).Select(answer => new AnswerFile(answer.Name, answer.Masked!.ToString()))])
            : throw new RefusedException($"the profile that host \"{host.Name}\" was last set to install is no longer kept; name another host");
}
