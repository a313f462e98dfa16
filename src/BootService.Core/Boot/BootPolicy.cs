using System.Collections.Immutable;
using BootService.Core.Hosts;
using BootService.Core.Installers;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Reasons;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>The only place that says what a machine gets.</summary>
public static class BootPolicy
{
    /// <summary>Decides. Whatever is not a live install attempt of this very host installs nothing, and boots from its own disk unless its boot action names
    /// a kernel.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="mac">The hardware address of the card that boots; names the machine.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="now">The time, which decides whether a loader that asks again counts as another boot.</param>
    /// <param name="asked">Our address that the machine asked, which kernels are told to come back to; 0.0.0.0 takes the one toward the host's own address.
    /// It changes nothing else.</param>
    public static BootDecision Decide(Inventory inventory, MacAddress mac, BootClient client, DateTimeOffset now, Ipv4 asked = default)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return Decide(inventory, (mac, inventory.HostOf(mac)), client, now, asked);
    }

    /// <summary>The same for a machine whose host was looked up already.</summary>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="machine">The card that boots, and its host; null for a machine we do not know.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="now">The time.</param>
    /// <param name="asked">Our address that the machine asked.</param>
    public static BootDecision Decide(Inventory inventory, (MacAddress Card, Host? Host) machine, BootClient client, DateTimeOffset now, Ipv4 asked = default)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var (mac, host) = machine;
        var script = BootNames.IpxeScript(mac);
        if (host is null)
        {
            // A machine that we do not know may be another server's: where it gets nothing from us it is not told to go on either.
            var advised = LoaderChoice.Of(null, null, client.Advised);
            var loader = LoaderChain.For(client with { IsLedToDisk = true }, advised.Word, local: true, script);
            return new BootDecision.Local(
                LocalBoot.Exit, loader is LoaderOffer.GoOn on ? new LoaderOffer.Nothing(on.Why) : loader, new BootReason.UnknownMachine())
            { Led = advised };
        }

        var attributes = inventory.AttributesOf(host);
        var led = LoaderChoice.Of(attributes.Text(LoaderChain.AttributeName), host.LearnedLoader, client.Advised);
        return Start(inventory, host, new Boot(mac, client, inventory.FrontendOf(host, asked)), now) switch
        {
            // Nobody can tell just now whether the install still goes on: no installer, and not the disk either that it may be writing.
            { Image: not null, Attempt: not null } start when !inventory.IsFresh =>
                new BootDecision.Local(start.Disk, new LoaderOffer.Nothing(LoaderAbsence.StateUnsure), new BootReason.StateUnsure()) { Led = led },
            { Image: { } image } start =>
                new BootDecision.Run(image, start.Arguments, start.Attempt, LoaderChain.For(client, led.Word, local: false, script), start.Why) { Led = led },
            var start =>
                new BootDecision.Local(start.Disk, LoaderChain.For(client, led.Word, local: true, script), start.Why) { Ended = start.Attempt, Led = led },
        };
    }

    private static BootPlan Start(Inventory inventory, Host host, Boot boot, DateTimeOffset now)
    {
        var disk = BootEntries.Of(inventory, host, host.OsAction)?.Disk ?? LocalBoot.Exit;
        var name = host.Action is BootAction.Install ? host.InstallAction : host.OsAction;
        return BootEntries.Of(inventory, host, name) switch
        {
            null => BootPlan.FromDisk(disk, new BootReason.NoSuchAction(name)),
            { Start: BootStart.Install } entry when host.Action is BootAction.Install => Install(inventory, host, entry, disk, boot, now),
            { Start: BootStart.Install } => BootPlan.FromDisk(disk, new BootReason.ActionInstalls(name)),
            { Start: BootStart.Kernel } entry => Kernel(inventory, host, entry, disk, boot),
            _ => BootPlan.FromDisk(disk, host.Action switch
            {
                BootAction.None => new BootReason.NoActionSet(),
                BootAction.Os => new BootReason.ActionIsOs(),
                _ => new BootReason.InstallStandsFor(name),
            }),
        };
    }

    private static BootPlan Install(Inventory inventory, Host host, BootEntry entry, LocalBoot disk, Boot boot, DateTimeOffset now)
    {
        var attempt = inventory.AttemptOf(host.Name);

        // A loader that is there already asks past DHCP, which says so too: the network may have been closed after the host was armed.
        if (host.AddressedBy(boot.Mac) is { Address.IsAny: false } card && inventory.NetworkOf(card) is { Pxe: false } closed)
        {
            return BootPlan.FromDisk(disk, new BootReason.NetworkBootsNothing(closed.Name));
        }

        if (WhyNotInstall(attempt, boot.Client) is { } why)
        {
            return BootPlan.FromDisk(disk, why);
        }

        if (attempt!.On(new AttemptSignal.HandedOut(), now) is { MayInstall: false } ended)
        {
            return BootPlan.FromDisk(disk, new BootReason.AttemptOver(attempt.Id, ended.State.ToString(), ended.Why!)) with { Attempt = attempt };
        }

        if (boot.Client.IsUnseen)
        {
            return BootPlan.FromDisk(disk, new BootReason.FirmwareUnseen());
        }

        var attributes = inventory.AttributesOf(host);
        var arguments = Installer.Of(attempt.Pallet) switch
        {
            Installer.Debian => KernelArguments.Debian(entry, host.Name.ToString(), boot.Frontend, boot.Mac, attempt.Secret, attributes.Text),
            Installer.Ubuntu ubuntu => KernelArguments.Ubuntu(entry, ubuntu, attempt.Pallet, boot.Frontend, boot.Mac, attempt.Secret, attributes.Text),
            Installer.Ignition ignition => KernelArguments.Ignition(entry, ignition, attempt.Image, boot.Frontend, attempt.Secret, attributes.Text),
            _ => KernelArguments.Install(entry, attempt.Image.Major, boot.Frontend, boot.Mac, attempt.Secret, attributes.Text),
        };
        return new BootPlan(attempt.Image, arguments, attempt, disk, new BootReason.AttemptIs(attempt.Id, attempt.State.ToString()));
    }

    /// <summary>Starts a kernel that installs nothing. It is told of no attempt, and none is counted for it.</summary>
    private static BootPlan Kernel(Inventory inventory, Host host, BootEntry entry, LocalBoot disk, Boot boot)
    {
        var pallet = entry.Kernel is null ? BootEntries.PalletOf(inventory, host) : null;
        if (entry.ImageOn(pallet is null ? null : KernelImage.Of(pallet)) is not { } image)
        {
            return BootPlan.FromDisk(disk, new BootReason.NoPalletWithKernel(entry.Key.Name));
        }

        return Other(boot.Client, image.Arch, pallet?.Key.ToString()) is { } why
            ? BootPlan.FromDisk(disk, why)
            : new BootPlan(
                image, KernelArguments.Kernel(entry, pallet, boot.Frontend, boot.Mac, inventory.AttributesOf(host).Text), null, disk,
                new BootReason.StartsKernel(entry.Key.Name));
    }

    private static BootReason? WhyNotInstall(InstallAttempt? attempt, BootClient client)
    {
        if (attempt is not { MayInstall: true })
        {
            return attempt is null
                ? new BootReason.NoAttempt()
                : new BootReason.AttemptOver(attempt.Id, attempt.State.ToString(), attempt.Why ?? attempt.LastStep);
        }

        return Other(client, attempt.Image.Arch, attempt.Pallet.ToString());
    }

    private static BootReason.OtherArchitecture? Other(BootClient client, string arch, string? pallet) =>
        client.Runs(arch) ? null : new BootReason.OtherArchitecture(client.Arch!, pallet ?? arch);

    /// <summary>A machine's boot: its card, who asks for it, and us as it reaches us.</summary>
    private readonly record struct Boot(MacAddress Mac, BootClient Client, Frontend Frontend);

    /// <summary>What is started, before the loader that starts it is known; no image is the disk, and the attempt one that ends by it.</summary>
    private readonly record struct BootPlan(KernelImage? Image, ImmutableArray<string> Arguments, InstallAttempt? Attempt, LocalBoot Disk, BootReason Why)
    {
        public static BootPlan FromDisk(LocalBoot disk, BootReason why) => new(null, [], null, disk, why);
    }
}
