using BootService.Core.Pallets;

namespace BootService.Commands.Ports;

/// <summary>Which frontends have a pallet.</summary>
public interface IPalletHolders
{
    /// <summary>Their names, those that have a part of it with how much; null where pallets are this frontend's alone.</summary>
    IReadOnlyList<string>? HoldersOf(PalletKey key);
}
