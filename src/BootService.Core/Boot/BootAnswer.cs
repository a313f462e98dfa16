using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Core.Boot;

/// <summary>What a name of the boot root means for the machine that asks, and what follows once the answer has gone out. Pure.</summary>
public abstract record BootAnswer
{
    private BootAnswer()
    {
    }

    /// <summary>What follows when this goes out; null for nothing.</summary>
    public BootEffects? Effects { get; init; }

    /// <summary>A file as it lies there: of the admin's, a loader, a pallet's kernel.</summary>
    public sealed record File : BootAnswer;

    /// <summary>A loader's configuration, made for this machine.</summary>
    /// <param name="Text">The whole of it, LF only.</param>
    public sealed record Configuration(string Text) : BootAnswer;

    /// <summary>No machine that we know is meant.</summary>
    /// <param name="Why">A short sentence.</param>
    public sealed record Missing(string Why) : BootAnswer;

    /// <summary>It is another machine's.</summary>
    /// <param name="Why">A short sentence.</param>
    public sealed record Refused(string Why) : BootAnswer;

    /// <summary>A file of which nothing follows.</summary>
    private static File Plain { get; } = new();

    /// <summary>Answers.</summary>
    /// <param name="name">The name as normalised for the boot root: no leading slash, no empty parts.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="inventory">What the appliance knows now.</param>
    /// <param name="now">The time.</param>
    public static BootAnswer For(ReadOnlySpan<char> name, in BootAsker asker, Inventory inventory, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return name.SequenceEqual(BootNames.OwnDisk) ? new Missing("the machine is to boot its own disk")
            : BootNames.Parse(name) is not { } configuration ? OfFile(name, asker, inventory)
            : asker.Plays is { } host && (configuration.Mac ?? host.Card) == host.Card
                ? Configured(configuration, name, asker with { Address = host.Address }, inventory, now)
            : Configured(configuration, name, asker with { Plays = null }, inventory, now);
    }

    /// <summary>Whoever fetches a loader has the firmware it runs on, even where no DHCP of ours was asked.</summary>
    private static File OfFile(ReadOnlySpan<char> name, in BootAsker asker, Inventory inventory) =>
        LoaderChain.FirmwareOf(name) is var firmware and not FirmwareKind.Unknown
        && asker.Plays is null && inventory.HostOf(asker.Address) is { } host && CardOf(host, asker.Address) is { } card
        && asker.FirmwareOf(card) is FirmwareKind.Unknown
            ? new File { Effects = new BootEffects(card) { Firmware = firmware } }
            : Plain;

    private static BootAnswer Configured(ConfigurationName configuration, ReadOnlySpan<char> name, in BootAsker asker, Inventory inventory, DateTimeOffset now)
    {
        var host = configuration.Mac is { } named ? inventory.HostOf(named) : inventory.HostOf(configuration.Address ?? asker.Address);
        if ((configuration.Mac ?? (host is null ? null : CardOf(host, configuration.Address ?? asker.Address))) is not { } card)
        {
            return new Missing("no machine we know has this address");
        }

        var decision = BootPolicy.Decide(inventory, card, ClientOf(configuration, card, host, asker, inventory), now, asker.Asked);
        var attempt = (decision as BootDecision.Run)?.Attempt;
        var answer = new Configuration(configuration.Program switch
        {
            BootProgram.Pxelinux => PxelinuxConfig.Write(decision),
            BootProgram.Grub => GrubConfig.Write(decision),
            _ => IpxeScript.Write(decision, inventory.FrontendOf(host, asker.Asked).BaseUrl),
        });
        if (asker.Plays is not null)
        {
            return answer;
        }

        // The configuration of an install has its secret in it, and counts as a boot: it is for its own machine.
        if (attempt is not null && SecretUse.WhyNot(inventory, attempt, asker.AsUserOf(host)) is { } why)
        {
            return new Refused("this is the configuration of another machine's install")
            {
                Effects = new BootEffects(card) { Refused = new RefusedSecret(attempt, asker.Address, why) },
            };
        }

        return answer with
        {
            Effects = new BootEffects(card)
            {
                // One hand-out too many is told as well: it is what ends the attempt.
                HandedOut = attempt ?? (decision as BootDecision.Local)?.Ended,
                Starts = attempt is not null,
                Told = new BootEvent(now, card, BootStage.Configuration, BootOutcome.Ok, BootMessage.Configuration)
                {
                    Name = name.ToString(),
                    Host = host?.Name.ToString(),
                    Attempt = attempt?.Id ?? 0,
                    Address = asker.Address,
                    Told = attempt is not null ? BootTold.Install : decision is BootDecision.Run ? BootTold.Kernel : BootTold.Disk,
                    Reason = decision.Why,
                    Bytes = answer.Text.Length,
                },
            },
        };
    }

    /// <summary>The loader that asks, with what other roads learned of its machine.</summary>
    private static BootClient ClientOf(ConfigurationName configuration, MacAddress card, Host? host, in BootAsker asker, Inventory inventory) =>
        new(asker.FirmwareOf(card), configuration.Program)
        {
            IsUnseen = host is not null && inventory.AttemptOf(host.Name) is { } attempt && asker.IsUnseen(host, attempt),
        };

    // Its default interface may be on a network that boots no machines.
    private static MacAddress? CardOf(Host host, Ipv4 address) =>
        host.CardAt(address) ?? host.Primary?.Mac ?? host.Interfaces.FirstOrDefault(nic => nic.Mac is not null)?.Mac;
}
