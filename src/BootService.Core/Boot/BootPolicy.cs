using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>The only place that says what a machine gets.</summary>
public static class BootPolicy
{
    /// <summary>Decides. Whatever is not a live install attempt of this very host boots from its own disk.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="mac">The hardware address of the card that boots; names the machine.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="now">The time, which decides whether a loader that asks again counts as another boot.</param>
    public static BootDecision Decide(Inventory inventory, MacAddress mac, BootClient client, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var script = BootNames.IpxeScript(mac);
        if (inventory.HostOf(mac) is not { } host)
        {
            return new BootDecision.Local(LocalBoot.Exit, LoaderChain.For(client, null, local: true, script), "the machine is not known: add it with \"stack add host\"");
        }

        var attributes = inventory.AttributesOf(host);
        var chain = attributes.Text(LoaderChain.AttributeName);
        var attempt = inventory.AttemptOf(host.Name);
        return WhyLocal(host, attempt, client, now) is { } why
            ? new BootDecision.Local(MethodOf(host), LoaderChain.For(client, chain, local: true, script), why)
            : new BootDecision.Run(
                attempt!.Image,
                InstallArguments.For(attempt.Image.Major, inventory.Frontend, mac, attempt.Secret, attributes.Text),
                attempt,
                LoaderChain.For(client, chain, local: false, script),
                $"install attempt {attempt.Id} is {attempt.State}");
    }

    private static string? WhyLocal(Host host, InstallAttempt? attempt, BootClient client, DateTimeOffset now)
    {
        if (host.Action is not BootAction.Install)
        {
            return host.Action is BootAction.None ? "no boot action was ever set" : "the action is os";
        }

        if (attempt is not { MayInstall: true })
        {
            return attempt is null
                ? "the action is install but no attempt is armed"
                : $"install attempt {attempt.Id} is {attempt.State}: {attempt.Why ?? attempt.LastStep}";
        }

        if (client.Arch is { } arch && attempt.Image.Arch.Length > 0 && attempt.Image.Arch != arch)
        {
            return $"the firmware is {arch} and the pallet {attempt.Pallet} is not";
        }

        return attempt.On(new AttemptSignal.HandedOut(), now) is { MayInstall: false } ended ? ended.Why : null;
    }

    private static LocalBoot MethodOf(Host host) => host.OsAction switch
    {
        "os.hplocalboot" => LocalBoot.ExitError,
        "os.chain" => LocalBoot.Chain,
        _ => LocalBoot.Exit,
    };
}
