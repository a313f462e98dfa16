using BootService.Appliances;
using BootService.Commands.Ports;
using BootService.Core.Doctor;
using BootService.Core.Pallets;
using BootService.Core.Stores;

namespace BootService.Pallets;

/// <summary>Which frontends have a pallet, as they say themselves.</summary>
internal sealed class PalletHolders(IAppliance appliance, PeerStanding? standing = null, PalletSharing? sharing = null, ArrivingPallets? arriving = null)
    : IPalletHolders
{
    /// <inheritdoc/>
    public IReadOnlyList<string>? HoldersOf(PalletKey key) => standing is null || sharing is null
        ? null
        : [.. SharesOf(standing, sharing, key).Select(share => share.Percent == 100 ? share.Frontend : $"{share.Frontend}:{share.Percent}%")];

    /// <summary>All pallets, for the doctor.</summary>
    public IEnumerable<PalletView> All() => standing is null || sharing is null
        ? []
        : appliance.Current.Pallets.Keys.OrderBy(key => key.Folder, StringComparer.Ordinal).Select(
            key => new PalletView(key, [.. SharesOf(standing, sharing, key)], arriving?.At(key.Folder)?.Fault));

    /// <summary>How much of each pallet is on this machine, for a relay's doctor.</summary>
    public IEnumerable<PalletView> Here(string name) => standing is null || sharing is null
        ? []
        : from key in appliance.Current.Pallets.Keys.OrderBy(key => key.Folder, StringComparer.Ordinal)
          let content = sharing.Contents.GetValueOrDefault(key.Folder)
          let percent = content is null ? null : PalletsThere.PercentOf(standing.Own.Pallets, content.Digest)
          select new PalletView(key, [new PalletShare(name, percent ?? 0)], arriving?.At(key.Folder)?.Fault);

    private static IEnumerable<PalletShare> SharesOf(PeerStanding standing, PalletSharing sharing, PalletKey key) =>
        from frontend in standing.All
        where frontend.IsUp
        let files = frontend.IsHere ? standing.Own : frontend.Files
        let percent = sharing.Contents.GetValueOrDefault(key.Folder) is { } content ? PalletsThere.PercentOf(files.Pallets, content.Digest) : null
        where percent is not null
        select new PalletShare(frontend.Name, percent.Value);
}
