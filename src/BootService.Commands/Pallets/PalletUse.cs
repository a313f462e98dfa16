using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Commands.Pallets;

/// <summary>Says which pallets hosts are about to install from. Pure.</summary>
internal static class PalletUse
{
    /// <summary>Goes on when no host is set to install from any of some pallets, which are to be removed.</summary>
    /// <exception cref="RefusedException">One is.</exception>
    public static void CheckLeaving(Inventory inventory, IReadOnlyList<Pallet> pallets)
    {
        if (Need(inventory, pallets) is { } need)
        {
            throw new RefusedException($"pallet {need.Pallet.Key} {need.Why}: \"stack set host boot {need.Host} action=os\" first");
        }
    }

    /// <summary>Goes on when no host is set to install from a pallet, whose files media are to take the place of.</summary>
    /// <exception cref="RefusedException">One is.</exception>
    public static void CheckReplaced(Inventory inventory, PalletKey key)
    {
        if (inventory.Pallets.GetValueOrDefault(key) is { } present && Need(inventory, [present]) is { } need)
        {
            throw new RefusedException(
                $"pallet {key} is here, these media would take its place, and it {need.Why}: wait for that, or \"stack set host boot {need.Host} action=os\" "
                    + "first");
        }
    }

    /// <summary>The first host that some pallets have to stay for, and the words for why; null when there is none.</summary>
    private static (Pallet Pallet, string Host, string Why)? Need(Inventory inventory, IReadOnlyList<Pallet> pallets)
    {
        var busy = inventory.Attempts.Values.Where(attempt => attempt.MayInstall && pallets.Any(pallet => pallet.Key == attempt.Pallet))
            .MinBy(attempt => attempt.Host);
        if (busy is not null)
        {
            return (pallets.First(pallet => pallet.Key == busy.Pallet), busy.Host.ToString(), $"is what host {busy.Host} is set to install");
        }

        foreach (var pallet in pallets.Where(pallet => !pallet.IsOs))
        {
            if (BoxRules.Awaited(inventory, pallet.Boxes) is { } waiting)
            {
                return (pallet, waiting.Host.ToString(), $"has packages for host {waiting.Host}, which is set to install");
            }
        }

        return null;
    }
}
