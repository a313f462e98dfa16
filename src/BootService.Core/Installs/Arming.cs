using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Inventories;

namespace BootService.Core.Installs;

/// <summary>Sets what hosts do at their next network boot. Setting <c>install</c> makes an attempt; a profile that does not render makes none.</summary>
public static class Arming
{
    private const string FrontendAppliance = "frontend";

    /// <summary>The attribute that says how often an installer is handed out per attempt.</summary>
    public const string AttemptsAttribute = "install.attempts";

    /// <summary>The attribute that says for how many minutes an installing node may be silent.</summary>
    public const string TimeoutAttribute = "install.timeout";

    /// <summary>The attribute that keeps a host from being installed while it is true.</summary>
    public const string ProtectedAttribute = "protected";

    private const int DefaultAttempts = 3;
    private const int DefaultTimeoutMinutes = 120;

    /// <summary>The changes that arm one host. A host whose install action installs nothing, such as rescue, gets no attempt and needs no profile.</summary>
    /// <param name="inventory">The state now, with the changes of hosts armed in the same breath already made.</param>
    /// <param name="host">Whom to install.</param>
    /// <param name="now">The time.</param>
    /// <param name="secret">The attempt's secret, from <see cref="InstallAttempt.NewSecret"/>.</param>
    /// <param name="render">Renders the kickstart of the new attempt; refuses when it cannot.</param>
    /// <exception cref="RefusedException">The host cannot be installed; the sentence says what is missing.</exception>
    public static IReadOnlyList<Change> Install(Inventory inventory, Host host, DateTimeOffset now, string secret, Func<InstallAttempt, FrozenProfile> render)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(render);
        var attributes = inventory.AttributesOf(host);
        if (IsProtected(inventory, host))
        {
            throw new RefusedException($"host \"{host.Name}\" is protected: set its attribute protected to false first") { Host = host.Name.ToString() };
        }

        if (host.Appliance == FrontendAppliance)
        {
            throw new RefusedException($"host \"{host.Name}\" is a frontend: it installs others, and nobody installs it") { Host = host.Name.ToString() };
        }

        if (host.Interfaces.Select(nic => nic.Address).FirstOrDefault(address => address is { } own && inventory.Frontend.Has(own)) is { } ours)
        {
            throw new RefusedException(
                $"host \"{host.Name}\" has our own address {ours}: this frontend installs others, and nobody installs it")
            { Host = host.Name.ToString() };
        }

        if (host.Interfaces.All(nic => nic.Mac is null))
        {
            throw new RefusedException(
                $"host \"{host.Name}\" cannot be told from others on the network: give it a card with \"stack add host interface {host.Name} interface=eth0 "
                    + "mac=... ip=...\"")
            { Host = host.Name.ToString() };
        }

        if (host.Address is null)
        {
            throw new RefusedException(
                $"host \"{host.Name}\" has no address to boot with: give it one with \"stack set host interface ip {host.Name} interface=eth0 "
                    + "ip=...\"")
            { Host = host.Name.ToString() };
        }

        var entry = BootEntries.Of(inventory, host, host.InstallAction)
            ?? throw new RefusedException(
                $"host \"{host.Name}\" asks for boot action \"{host.InstallAction}\", which does not exist for it; \"stack set host installaction {host.Name} "
                    + "action=install\" takes the usual one")
            { Host = host.Name.ToString() };
        if (entry.Start is not BootStart.Install)
        {
            return [.. Cancel(inventory, host, now), new Change.HostSet(host with { Action = BootAction.Install })];
        }

        var pallet = OsChoice.Of(inventory, host);
        var attempt = new InstallAttempt(
            inventory.LastAttempt + 1,
            host.Name,
            secret,
            now,
            Number(host, attributes.Text(AttemptsAttribute), AttemptsAttribute, DefaultAttempts),
            TimeSpan.FromMinutes(Number(host, attributes.Text(TimeoutAttribute), TimeoutAttribute, DefaultTimeoutMinutes)))
        {
            Pallet = pallet.Key,
            Image = entry.ImageOn(KernelImage.Of(pallet))!,
        };
        return
        [
            .. Cancel(inventory, host, now),
            new Change.HostSet(host with { Action = BootAction.Install }),
            new Change.AttemptSet(attempt, render(attempt)),
        ];
    }

    /// <summary>The changes that make one host boot its installed system, whatever it was doing.</summary>
    public static IReadOnlyList<Change> Os(Inventory inventory, Host host, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        return [.. Cancel(inventory, host, now), new Change.HostSet(host with { Action = BootAction.Os })];
    }

    /// <summary>Whether a host must not be set to install: its attribute <c>protected</c> says anything but no.</summary>
    public static bool IsProtected(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        return inventory.AttributesOf(host).Text(ProtectedAttribute) is { Length: > 0 } said && AttributeForm.Truth(said) is not false;
    }

    private static IEnumerable<Change> Cancel(Inventory inventory, Host host, DateTimeOffset now)
    {
        if (inventory.AttemptOf(host.Name) is { } old && old.On(new AttemptSignal.Cancel(), now) is var cancelled && !ReferenceEquals(cancelled, old))
        {
            yield return new Change.AttemptSet(cancelled);
        }
    }

    private static int Number(Host host, string? text, string attribute, int otherwise) => text switch
    {
        null or "" => otherwise,
        _ when int.TryParse(text, out var number) && number is > 0 and <= 10_000 => number,
        _ => throw new RefusedException($"attribute {attribute} of host \"{host.Name}\" is \"{text}\", and must be a whole number from 1 to 10000"),
    };
}
