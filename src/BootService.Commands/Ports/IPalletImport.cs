using System.Collections.Immutable;
using BootService.Core.Pallets;

namespace BootService.Commands.Ports;

/// <summary>Copies the content of media into the folder of pallets.</summary>
public interface IPalletImport
{
    /// <summary>Copies media. All of them appear, whole, or none does. Calls take turns.</summary>
    /// <param name="paths">Absolute paths of images, and of directories laid out like media; discs of one pallet come together.</param>
    /// <param name="clean">Whether they take the place of what is there of their pallets, even where discs add to it otherwise.</param>
    /// <param name="progress">Told what is done, with bytes done and bytes in all.</param>
    /// <param name="cancel">Stops it; nothing is left behind.</param>
    /// <returns>The pallets they brought, each once, not yet known to the inventory. One without a kernel may add to one that has it.</returns>
    /// <exception cref="Core.RefusedException">One is no medium, or cannot be read or copied.</exception>
    Task<ImmutableArray<Pallet>> ImportAsync(IReadOnlyList<string> paths, bool clean, Func<string, long, long, ValueTask> progress, CancellationToken cancel);

    /// <summary>Deletes the files of a pallet that the inventory no longer has; none is fine.</summary>
    /// <exception cref="Core.RefusedException">They cannot be deleted.</exception>
    void Delete(PalletKey key);

    /// <summary>Deletes what a stop in the middle of an import left behind. To be called at the start, when no import runs.</summary>
    /// <returns>How many imports had left something.</returns>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    int Sweep();
}
