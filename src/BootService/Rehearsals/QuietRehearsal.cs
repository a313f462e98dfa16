using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Boot;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Files;
using BootService.Pallets;
using BootService.Settings;

namespace BootService.Rehearsals;

/// <summary>
/// The part of a rehearsal that needs no wire, made of hosts that are about to be armed: address, loader, kernel, RAM disk, packages. What a boot
/// needs is <see cref="BootNeeds"/>'s to say; whether it is there is looked at once for all hosts that share it.
/// </summary>
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
                throw new RefusedException($"host \"{host.Name}\" is not set to install: its boot would fail at {fault}") { Host = host.Name.ToString() };
            }
        }
    }

    private string? Fault(Inventory armed, Core.Hosts.Host host, HashSet<string> seen, DateTimeOffset now)
    {
        if (BootNeeds.CardOf(host) is not { Mac: { } mac } card)
        {
            return "DHCP: it has no card";
        }

        if (BootNeeds.WhyNoAddress(armed, card, givesAddresses) is { } unreachable)
        {
            return $"DHCP: {unreachable}";
        }

        foreach (var need in BootNeeds.Of(armed, host, mac, now))
        {
            if (seen.Add(need.Name) && (Fault(need.Name) ?? Damage(need.Name, need.Run)) is { } fault)
            {
                return $"its {need.What}: {fault}";
            }
        }

        return armed.AttemptOf(host.Name) is { MayInstall: true } && seen.Add($"box {host.Box}") ? PackagesFault(armed, host) : null;
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
