using System.Collections.Immutable;
using BootService.Core.Pallets;

namespace BootService.Commands.Ports;

/// <summary>Copies the content of media into the folder of pallets.</summary>
public interface IPalletImport
{
    /// <summary>Copies one medium. It appears whole or not at all.</summary>
    /// <param name="path">The absolute path of a directory with a <c>.treeinfo</c>.</param>
    /// <param name="progress">Told what is copied, with bytes done and bytes in all.</param>
    /// <param name="cancel">Stops it; nothing is left behind.</param>
    /// <returns>The pallets it brought, not yet known to the inventory.</returns>
    /// <exception cref="Core.RefusedException">It is no pallet, or cannot be read or copied.</exception>
    Task<ImmutableArray<Pallet>> ImportAsync(string path, Func<string, long, long, ValueTask> progress, CancellationToken cancel);

    /// <summary>Deletes the files of a pallet that the inventory no longer has; none is fine.</summary>
    /// <exception cref="Core.RefusedException">They cannot be deleted.</exception>
    void Delete(PalletKey key);
}
