using System.Collections.Immutable;
using BootService.Core.Pallets;

namespace BootService.Media.Pallets;

/// <summary>Media to add.</summary>
/// <param name="Paths">Absolute paths of images, and of directories laid out like media; discs of one pallet come together.</param>
public sealed record IncomingMedia(IReadOnlyList<string> Paths)
{
    /// <summary>Whether they take the place of what is there of their pallets, even where discs add to it otherwise.</summary>
    public bool Clean { get; init; }

    /// <summary>Whether images stay where they are and nodes are served from there; what the frontend reads itself is copied all the same.</summary>
    public bool InPlace { get; init; }

    /// <summary>
    /// Throws when a pallet must not be replaced now. Asked before anything is copied and again before it takes its place, of those whose files would go:
    /// what a further disc only adds to keeps them.
    /// </summary>
    public Action<PalletKey> CheckReplaced { get; init; } = _ => { };
}

/// <summary>Copies the content of media into the folder of pallets.</summary>
public interface IPalletImport
{
    /// <summary>Copies media. All of them appear, whole, or none does. Calls take turns.</summary>
    /// <param name="media">The media, and how they are added.</param>
    /// <param name="progress">Told what is done, with bytes done and bytes in all.</param>
    /// <param name="cancel">Stops it; nothing is left behind.</param>
    /// <returns>The pallets they brought, each once, not yet known to the inventory. One without a kernel may add to one that has it.</returns>
    /// <exception cref="Core.RefusedException">One is no medium, or cannot be read or copied.</exception>
    Task<ImmutableArray<Pallet>> ImportAsync(IncomingMedia media, Func<string, long, long, ValueTask> progress, CancellationToken cancel);

    /// <summary>
    /// Says that pallets are about to leave the inventory: after a stop, the files of those that did leave it are deleted. A disk without room for the note
    /// takes nothing but that.
    /// </summary>
    void Announce(IEnumerable<PalletKey> leaving);

    /// <summary>
    /// Says that pallets that <see cref="ImportAsync"/> brought are known to the inventory now: until then a stop takes away those that were not there before.
    /// Or that announced ones have left with their files, or stay.
    /// </summary>
    void Settle(IEnumerable<PalletKey> keys);

    /// <summary>Deletes the files of a pallet that the inventory no longer has; none is fine.</summary>
    /// <exception cref="Core.RefusedException">They cannot be deleted.</exception>
    void Delete(PalletKey key);

    /// <summary>Deletes what a stop in the middle of an import or a removal left behind. To be called at the start, when no import runs.</summary>
    /// <param name="known">The pallets of the inventory.</param>
    /// <returns>How many of them had left something.</returns>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    int Sweep(IEnumerable<PalletKey> known);
}
