using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Dhcp;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Files;
using BootService.Pallets;
using BootService.Settings;

namespace BootService.Rehearsals;

/// <summary>The part of a rehearsal that needs no wire, made of hosts that are about to be armed: address, loader, kernel, RAM disk, packages. What hosts share is looked at once.</summary>
internal sealed class QuietRehearsal(IBootFiles files, IBootFileNames names, FileDigests digests, PalletFiles pallets, DataFolders folders, bool givesAddresses)
{
    /// <summary>Looks at the boots of hosts.</summary>
    /// <param name="armed">The state in which they are armed.</param>
    /// <param name="hosts">The hosts.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="RefusedException">A boot would fail; the sentence names the host and the step.</exception>
    public void Check(Inventory armed, IReadOnlyCollection<Core.Hosts.Host> hosts, DateTimeOffset now)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in hosts)
        {
            if (Fault(armed, host, seen, now) is { } fault)
            {
                throw new RefusedException($"host \"{host.Name}\" is not set to install: its boot would fail at {fault}");
            }
        }
    }

    private string? Fault(Inventory armed, Core.Hosts.Host host, HashSet<string> seen, DateTimeOffset now)
    {
        var card = host.Interfaces.FirstOrDefault(nic => nic is { Mac: not null, Address: not null }) ?? host.Interfaces.First(nic => nic.Mac is not null);
        if (NetworkFault(armed, card) is { } unreachable)
        {
            return $"DHCP: {unreachable}";
        }

        foreach (var firmware in Machines(armed, host))
        {
            if (BootPolicy.Decide(armed, card.Mac!.Value, new BootClient(firmware, BootProgram.Firmware), now) is not BootDecision.Run run)
            {
                continue;
            }

            if ((LoaderFault(run.Loader, seen) ?? ImageFault(run, seen)) is { } missing)
            {
                return missing;
            }
        }

        return armed.AttemptOf(host.Name) is { MayInstall: true } && seen.Add($"box {host.Box}") ? PackagesFault(armed, host) : null;
    }

    private string? NetworkFault(Inventory armed, HostInterface card)
    {
        if (card.Network is { } name && !armed.Networks.ContainsKey(name))
        {
            return $"its card {card.Name} is on network \"{name}\", which does not exist";
        }

        if (card.Address is not { } address)
        {
            return givesAddresses && armed.Networks.Values.All(network => network.PoolFirst is null)
                ? $"its card {card.Name} has no address, and no network has a pool; see \"stack set host interface\""
                : null;
        }

        return armed.NetworkOf(address) switch
        {
            null => $"its address {address} is on no network of ours; see \"stack list network\"",
            { Pxe: false } network => $"network {network.Name} does not boot machines; see \"stack set network\"",
            { } network when !network.Subnet.IsHost(address) => $"its address {address} is no machine's on network {network.Name}, {network.Subnet}",
            { } network when network.Gateway == address || armed.Frontend.Has(address) => $"its address {address} is {(armed.Frontend.Has(address) ? "our own" : "the router's")}",
            { } network when card.Network is { } own && own != network.Name => $"its address {address} is on network {network.Name}, and its card on {own}",
            _ => null,
        };
    }

    /// <summary>What the host may be: nobody says whether it boots by BIOS or UEFI.</summary>
    private static FirmwareKind[] Machines(Inventory armed, Core.Hosts.Host host) =>
        BootEntries.PalletImage(armed, host)?.Arch == "aarch64" ? [FirmwareKind.UefiArm64] : [FirmwareKind.Bios, FirmwareKind.UefiX64];

    private string? LoaderFault(LoaderOffer offer, HashSet<string> seen) => offer switch
    {
        LoaderOffer.File(var name) => (BootLoaders.Find(name)?.Companions ?? []).Prepend(name).Select(file => seen.Add(file) ? Fault(file) : null).FirstOrDefault(fault => fault is not null) is { } fault
            ? $"its loader: {fault}"
            : null,
        _ => null,
    };

    private string? ImageFault(BootDecision.Run run, HashSet<string> seen)
    {
        foreach (var (what, name) in new[] { ("kernel", run.Image.Kernel), ("kernel", run.Image.EfiKernel), ("RAM disk", run.Image.Initrd) })
        {
            if (name is not null && seen.Add(name) && (Fault(name) ?? Damage(name, run)) is { } fault)
            {
                return $"its {what}: {fault}";
            }
        }

        return null;
    }

    private string? Fault(string name) => names.WhyMissing(name) is { } why ? $"{name} is not there; {why}" : null;

    private string? Damage(string name, BootDecision.Run run)
    {
        if (files.Find(name, default, default) is not BootFile.OnDisk file)
        {
            return null;
        }

        if (file.Length == 0)
        {
            return $"{name} is empty";
        }

        return run.Attempt is { } attempt && $"{KernelImage.Root}{attempt.Pallet.Folder}/" is var folder && name.StartsWith(folder, StringComparison.Ordinal)
            && TreeChecksums.Of(folders.PalletsDirectory, attempt.Pallet.Folder, name[folder.Length..]) is { } due && digests.Of(file) != due
            ? $"the checksum of {name} is not the one in the pallet's .treeinfo: the file is damaged or cut short ({file.Length} octets); add the pallet again"
            : null;
    }

    private string? PackagesFault(Inventory armed, Core.Hosts.Host host)
    {
        var faults = armed.PalletsOf(host).Select(pallet => PalletFault(pallet.Key, host.Box))
            .Concat(armed.CartsIn(host.Box).Select(cart => Path.Combine(folders.CartsDirectory, cart.Name) is var folder && !Directory.Exists(folder)
                ? $"cart {cart.Name} is enabled in box {host.Box}, and its folder {folder} is not there"
                : null));
        return faults.FirstOrDefault(fault => fault is not null) is { } first ? $"its packages: {first}" : null;
    }

    private string? PalletFault(PalletKey pallet, string box) =>
        Path.Combine(folders.PalletsDirectory, pallet.Folder) is var folder && !Directory.Exists(folder)
            ? $"pallet {pallet} is enabled in box {box}, and its folder {folder} is not there; add it again, or disable it"
            : pallets.Fault(pallet.Folder) is { } fault ? $"pallet {pallet} is enabled in box {box}, and {fault}" : null;
}
