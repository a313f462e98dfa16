using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Protocols.Net;

namespace BootService.Core.Boot;

/// <summary>A file that a boot cannot do without.</summary>
/// <param name="What">What it is to the machine: its loader, its kernel.</param>
/// <param name="Name">Its name in the boot root.</param>
/// <param name="Run">The boot that needs it.</param>
public readonly record struct BootNeed(string What, string Name, BootDecision.Run Run);

/// <summary>What the boot of a host needs, found out before the host is switched on. Pure: whether files are there is for others to look.</summary>
public static class BootNeeds
{
    /// <summary>
    /// The card a host is taken to boot from: one that would be given an address here, before one with an address on a network that boots no machines, before
    /// one without; null when it has none.
    /// </summary>
    /// <param name="inventory">The state in which it is armed.</param>
    /// <param name="host">The host.</param>
    public static HostInterface? CardOf(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var cards = host.Interfaces.Where(nic => nic.Mac is not null).ToArray();
        var addressed = cards.Where(nic => host.AddressAt(nic.Mac!.Value) is not null).ToArray();
        return addressed.FirstOrDefault(nic => WhyNoAddress(inventory, host, nic, givesAddresses: true) is null)
            ?? addressed.FirstOrDefault() ?? cards.FirstOrDefault();
    }

    /// <summary>Why a machine that boots from a card would get no address, a phrase; null when it would get one.</summary>
    /// <param name="inventory">The state in which it is armed.</param>
    /// <param name="host">The host, whose bond or bridge may have the address.</param>
    /// <param name="card">The card.</param>
    /// <param name="givesAddresses">Whether our own DHCP gives the addresses.</param>
    public static string? WhyNoAddress(Inventory inventory, Host host, HostInterface card, bool givesAddresses)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(card);
        var holder = card.Mac is { } mac ? host.AddressedBy(mac) ?? card : card;
        if (holder.Network is { } name && !inventory.Networks.ContainsKey(name))
        {
            return $"its card {holder.Name} is on network \"{name}\", which does not exist";
        }

        if (holder.Address is not { } address)
        {
            return givesAddresses && inventory.Networks.Values.All(network => network.PoolFirst is null)
                ? $"its card {card.Name} has no address, and no network has a pool; see \"stack set host interface\""
                : null;
        }

        return inventory.NetworkOf(holder) switch
        {
            null => $"its address {address} is on no network of ours; see \"stack list network\"",
            { Pxe: false } network => $"network {network.Name} does not boot machines; see \"stack set network\"",
            { } network when !network.Subnet.IsHost(address) => $"its address {address} is no machine's on network {network.Name}, {network.Subnet}",
            _ when inventory.Frontend.Has(address) => $"its address {address} is our own",
            _ when inventory.Frontend.Peers.At(address) is { } peer => $"its address {address} is the one of frontend {peer.Name}",
            { } network when network.Gateway == address => $"its address {address} is the router's",
            { } network when holder.Network is { } own && own != network.Name => $"its address {address} is on network {network.Name}, and its card on {own}",
            _ => null,
        };
    }

    /// <summary>The files the boot of a host needs, in the order in which machines ask for them, whichever firmware it has; a name may come twice.</summary>
    /// <param name="inventory">The state in which it is armed.</param>
    /// <param name="host">The host.</param>
    /// <param name="card">The card it boots from.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<BootNeed> Of(Inventory inventory, Host host, MacAddress card, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        return Machines(inventory, host)
            .Select(firmware => BootPolicy.Decide(inventory, card, new BootClient(firmware, BootProgram.Firmware), now))
            .OfType<BootDecision.Run>().SelectMany(Of);
    }

    private static IEnumerable<BootNeed> Of(BootDecision.Run run)
    {
        IEnumerable<string> loaders = run.Loader is LoaderOffer.File { Name: var loader } ? [loader, .. BootLoaders.Find(loader)?.Companions ?? []] : [];
        (string What, string? Name)[] image =
            [("kernel", run.Image.Kernel), ("kernel", run.Image.EfiKernel), .. run.Image.RamDisks.Select(name => ("RAM disk", (string?)name))];
        return loaders.Select(name => new BootNeed("loader", name, run))
            .Concat(image.Where(file => file.Name is not null).Select(file => new BootNeed(file.What, file.Name!, run)));
    }

    // Nobody says whether a host boots by BIOS or UEFI.
    private static FirmwareKind[] Machines(Inventory inventory, Host host) =>
        BootEntries.PalletImage(inventory, host)?.Arch == "aarch64" ? [FirmwareKind.UefiArm64] : [FirmwareKind.Bios, FirmwareKind.UefiX64];
}
