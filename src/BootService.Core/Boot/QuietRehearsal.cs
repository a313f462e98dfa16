using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Core.Boot;

/// <summary>
/// The part of a rehearsal that needs no wire, made of hosts that are about to be armed: address, loader, kernel, RAM disk, packages. What a boot
/// needs is <see cref="BootNeeds"/>'s to say; whether it is there is looked at once for all hosts that share it.
/// </summary>
/// <param name="pieces">Looks at what boots are made of.</param>
/// <param name="givesAddresses">Whether our own DHCP server gives machines their addresses.</param>
public sealed class QuietRehearsal(IBootPieces pieces, bool givesAddresses)
{
    /// <summary>Looks at the boots of hosts.</summary>
    /// <param name="armed">The state in which they are armed.</param>
    /// <param name="hosts">The hosts.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="RefusedException">A boot would fail; the sentence names the host and the step.</exception>
    public void Check(Inventory armed, IReadOnlyCollection<Host> hosts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(armed);
        ArgumentNullException.ThrowIfNull(hosts);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in hosts)
        {
            if (Fault(armed, host, seen, now) is { } fault)
            {
                throw new RefusedException($"host \"{host.Name}\" is not set to install: its boot would fail at {fault}") { Host = host.Name.ToString() };
            }
        }
    }

    private string? Fault(Inventory armed, Host host, HashSet<string> seen, DateTimeOffset now)
    {
        if (BootNeeds.CardOf(armed, host) is not { Mac: { } mac } card)
        {
            return "DHCP: it has no card";
        }

        if (BootNeeds.WhyNoAddress(armed, host, card, givesAddresses) is { } unreachable)
        {
            return $"DHCP: {unreachable}";
        }

        foreach (var need in BootNeeds.Of(armed, host, mac, now))
        {
            if (seen.Add(need.Name) && FileFault(need) is { } fault)
            {
                return $"its {need.What}: {fault}";
            }
        }

        return armed.AttemptOf(host.Name) is { MayInstall: true } && seen.Add($"box {host.Box}") && PackagesFault(armed, host) is { } packages
            ? $"its packages: {packages}"
            : null;
    }

    private string? FileFault(in BootNeed need) =>
        pieces.WhyMissing(need.Name) is { } why ? $"{need.Name} is not there; {why}"
        : pieces.Length(need.Name) is not { } length ? null
        : length == 0 ? $"{need.Name} is empty"
        : need.Run.Attempt is { } attempt && InPallet(need.Name, attempt.Pallet.Folder) is { } file
            && pieces.Due(attempt.Pallet.Folder, file) is { Algorithm: "sha256" } due && pieces.SumOf(need.Name) != due
        ? $"the checksum of {need.Name} is not the one in the pallet's .treeinfo: the file is damaged or cut short ({length} octets); add the pallet again"
        : null;

    /// <summary>The name of a boot file as it lies in a pallet; null when it is no file of that pallet.</summary>
    private static string? InPallet(string name, string pallet) =>
        $"{KernelImage.Root}{pallet}/" is var folder && name.StartsWith(folder, StringComparison.Ordinal) ? name[folder.Length..] : null;

    private string? PackagesFault(Inventory armed, Host host) =>
        armed.PalletsOf(host).Select(pallet => PalletFault(pallet.Key, host.Box))
            .Concat(armed.CartsIn(host.Box).Select(cart => pieces.MissingFolder($"carts/{cart.Name}") is { } folder
                ? $"cart {cart.Name} is enabled in box {host.Box}, and its folder {folder} is not there"
                : null))
            .FirstOrDefault(fault => fault is not null);

    private string? PalletFault(PalletKey pallet, string box) =>
        pieces.MissingFolder($"pallets/{pallet.Folder}") is { } folder
            ? $"pallet {pallet} is enabled in box {box}, and its folder {folder} is not there; add it again, or disable it"
            : pieces.ImageFault(pallet.Folder) is { } fault ? $"pallet {pallet} is enabled in box {box}, and {fault}" : null;
}
