using System.Collections.Immutable;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Core.Repositories;
using BootService.Media.Discs;
using BootService.Media.Repositories;
using BootService.Media.Work;
using BootService.Platform.Files;

namespace BootService.Media.Pallets;

/// <summary>Adds media to the folder of pallets, each pallet by one command at a time, each command wholly or not at all.</summary>
/// <param name="folder">Where pallets lie.</param>
/// <param name="time">The clock.</param>
public sealed class PalletImport(PalletFolder folder, TimeProvider time) : IPalletImport
{
    /// <summary>ENOSPC of errno(3), as the framework has it in an exception's number.</summary>
    internal const int DiskFull = 28;
    private readonly PalletTurns _turns = new();

    /// <inheritdoc/>
    public async Task<ImmutableArray<Pallet>> ImportAsync(IncomingMedia media, Func<string, long, long, ValueTask> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(media);
        ArgumentNullException.ThrowIfNull(progress);
        var opened = new List<IMedium>();
        var incoming = new List<IncomingPallet>();
        using var turns = new PalletTurns.Held(_turns);
        try
        {
            foreach (var path in media.Paths)
            {
                opened.Add(Open(path));
            }

            var discs = opened.SelectMany(medium => MediumReading.Read(medium).Select(disc => (Medium: medium, Disc: disc))).ToArray();
            await turns.TakeAsync(
                discs.Select(disc => disc.Disc.Pallet.Key), key => progress($"Waiting for another \"add pallet\" of {key} to end ...", 0, 0), cancel);
            foreach (var (_, disc) in discs.Where(_ => !media.Clean))
            {
                CheckRelease(disc.Pallet);
            }

            var pallets = discs.GroupBy(disc => disc.Disc.Pallet.Key).ToArray();
            var replaced = pallets.Where(pallet => media.InPlace || !Joins(pallet, media.Clean)).Select(pallet => pallet.Key).ToArray();
            Array.ForEach(replaced, media.CheckReplaced);
            CheckRoom(discs, media.InPlace);
            foreach (var pallet in pallets)
            {
                incoming.Add(new IncomingPallet(folder.Path, pallet.Key));
                await (media.InPlace
                    ? ReferAsync(incoming[^1], [.. pallet], progress, cancel)
                    : StageAsync(incoming[^1], [.. pallet], media.Clean, progress, cancel));
            }

            Array.ForEach(replaced, media.CheckReplaced);
            TakePlaces(incoming);
            return [.. pallets.Select(pallet => Together(pallet.Select(disc => disc.Disc.Pallet)))];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(Sentence(fault));
        }
        finally
        {
            incoming.ForEach(pallet => pallet.Dispose());
            opened.ForEach(medium => medium.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Delete(PalletKey key)
    {
        var path = Path.Combine(folder.Path, key.Folder);
        try
        {
            if (Directory.Exists(path))
            {
                // Gone at once for every reader; the files follow.
                var leaving = Path.Combine(folder.Path, IncomingPallet.Prefix + Guid.NewGuid().ToString("N"));
                Directory.Move(path, leaving);
                Directory.Delete(leaving, recursive: true);
                RemoveEmpty(Path.GetDirectoryName(path)!);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"the pallet is removed but its files are not: {fault.Message.TrimEnd('.')}");
        }
    }

    /// <inheritdoc/>
    public void Announce(IEnumerable<PalletKey> leaving)
    {
        ArgumentNullException.ThrowIfNull(leaving);
        try
        {
            foreach (var key in leaving.Where(key => Directory.Exists(Path.Combine(folder.Path, key.Folder))))
            {
                PlacedNote.Write(folder.Path, key);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Who removes pallets may do so because the disk is full.
        }
    }

    /// <inheritdoc/>
    public void Settle(IEnumerable<PalletKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
        {
            PlacedNote.Remove(folder.Path, key);
        }
    }

    /// <inheritdoc/>
    public int Sweep(IEnumerable<PalletKey> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (!Directory.Exists(folder.Path))
        {
            return 0;
        }

        var swept = 0;
        var kept = known.Select(key => key.Folder).ToHashSet(StringComparer.Ordinal);
        foreach (var (note, place) in PlacedNote.All(folder.Path))
        {
            // It came into its place and nobody was told, or it was removed and its files were not.
            if (place.Length > 0 && !kept.Contains(place) && Directory.Exists(Path.Combine(folder.Path, place)))
            {
                Directory.Move(Path.Combine(folder.Path, place), Path.Combine(folder.Path, IncomingPallet.Prefix + Guid.NewGuid().ToString("N")));
                RemoveEmpty(Path.GetDirectoryName(Path.Combine(folder.Path, place))!);
            }

            File.Delete(note);
        }

        if (Directory.Exists(folder.Mirrors))
        {
            foreach (var left in Directory.GetDirectories(folder.Mirrors, MetadataFolder.Prefix + "*"))
            {
                Directory.Delete(left, recursive: true);
            }
        }

        foreach (var left in Directory.GetDirectories(folder.Path, IncomingPallet.Prefix + "*"))
        {
            Directory.Delete(left, recursive: true);
            swept++;
        }

        return swept;
    }

    private IMedium Open(string path) =>
        Directory.Exists(path) ? new FolderMedium(path)
        : !Path.Exists(path) ? throw MediumPath.Absent(path)
        : (IMedium?)ArchiveMedium.Open(path, Path.Combine(folder.Path, IncomingPallet.Prefix + Guid.NewGuid().ToString("N"))) ?? IsoMedium.Open(path);

    private void TakePlaces(List<IncomingPallet> incoming)
    {
        foreach (var pallet in incoming)
        {
            PlacedNote.Write(folder.Path, pallet.Key);
        }

        var placed = new Stack<IncomingPallet>();
        try
        {
            foreach (var pallet in incoming)
            {
                pallet.TakePlace();
                placed.Push(pallet);
            }
        }
        catch
        {
            foreach (var pallet in placed)
            {
                pallet.GiveBack();
            }

            Settle(incoming.Select(pallet => pallet.Key));

            throw;
        }
    }

    /// <summary>Whether discs come to what is there of their pallet, and leave it its files.</summary>
    private static bool Joins(IEnumerable<(IMedium Medium, MediumPallet Disc)> discs, bool clean) => !clean && discs.All(disc => disc.Disc.Adds);

    private async Task StageAsync(
        IncomingPallet incoming, (IMedium Medium, MediumPallet Disc)[] discs, bool clean, Func<string, long, long, ValueTask> progress,
        CancellationToken cancel)
    {
        var text = $"Copying \"{incoming.Key.Name}\" ({incoming.Key.Version},{incoming.Key.Arch}) pallet ...";
        var total = discs.Sum(disc => Size(disc.Medium, disc.Disc));
        if (Joins(discs, clean))
        {
            incoming.BeginWithPresent(discs.Any(disc => disc.Disc.Pallet.IsOs));
        }

        var complete = true;
        await Watched.RunAsync(
            async stop =>
            {
                foreach (var (medium, disc) in discs)
                {
                    complete &= MediumSums.Gather(medium, disc);
                    await incoming.TakeAsync(medium, disc, stop);
                }
            },
            () => progress(text, incoming.Written, total),
            time,
            cancel);
        if (NeedsMetadata(incoming, complete))
        {
            await Watched.RunAsync(
                stop => RepositoryFiles.MakeAsync(incoming.Path, stop),
                () => progress($"Making the metadata of \"{incoming.Key.Name}\" ...", 0, 0),
                time,
                cancel);
        }
    }

    /// <summary>Leaves a disc where it is: every package is held to the disc's own metadata, and what is read here is copied.</summary>
    private async Task ReferAsync(
        IncomingPallet incoming, (IMedium Medium, MediumPallet Disc)[] discs, Func<string, long, long, ValueTask> progress, CancellationToken cancel)
    {
        var (medium, disc) = discs[0];
        PalletInPlace.Check(medium, disc, discs.Length);
        PalletInPlace.CheckMetadata(medium, disc);
        var total = PalletInPlace.Checked(medium, disc).Sum(entry => entry.Length);
        await Watched.RunAsync(
            stop => incoming.ReferAsync(medium, disc, stop),
            () => progress($"Checking \"{incoming.Key.Name}\" ({incoming.Key.Version},{incoming.Key.Arch}) pallet ...", incoming.Written, total),
            time,
            cancel);
    }

    /// <summary>
    /// Metadata speak of one disc: where several came together, or none speaks for the whole, they are made anew. Trees of repositories (EL8 and later) keep
    /// theirs.
    /// </summary>
    private static bool NeedsMetadata(IncomingPallet incoming, bool complete)
    {
        var own = File.Exists(Path.Combine(incoming.Path, RepositoryIndex.Location));
        if (own && complete && incoming.Discs == 1)
        {
            return false;
        }

        var below = FolderTree.Files(incoming.Path, "/" + RepositoryIndex.Location).Any();
        return (own || !below) && FolderTree.Files(incoming.Path, ".rpm").Any();
    }

    /// <summary>One pallet of several discs: the kernel is the one disc's that has it.</summary>
    private static Pallet Together(IEnumerable<Pallet> discs) => discs.Aggregate((all, disc) => all with
    {
        Kernel = all.Kernel ?? disc.Kernel,
        Initrd = all.Initrd ?? disc.Initrd,
        Overlays = all.Kernel is null ? disc.Overlays : all.Overlays,
    });

    private static long Size(IMedium medium, MediumPallet disc) =>
        medium.Entries.Values.Where(
            entry => (disc.Root.Length == 0 || entry.Path.StartsWith(disc.Root + "/", StringComparison.Ordinal)) && disc.Takes?.Invoke(entry.Path) is not false)
            .Sum(entry => entry.Length) + (disc.Image is null ? 0 : new FileInfo(medium.Name).Length);

    /// <summary>A pallet of the same name and version that was made for another release is another pallet, and both would lie in the same place.</summary>
    private void CheckRelease(Pallet pallet)
    {
        var path = Path.Combine(folder.Path, pallet.Key.Folder, $"roll-{pallet.Key.Name}.xml");
        if (RegularFile.Look(path).Kind is FileKind.Regular && RollFile.Parse(RegularFile.Bytes(path, MediaLimits.DescriptionBytes)) is { } present
            && present.Release != pallet.Release)
        {
            throw new RefusedException(
                $"pallet {pallet.Key} is here in release \"{present.Release}\", and this medium brings release \"{pallet.Release}\": "
                + $"\"stack remove pallet {pallet.Key.Name} version={pallet.Key.Version}\" first, or add this with clean=true to take its place");
        }
    }

    private void CheckRoom((IMedium Medium, MediumPallet Disc)[] discs, bool inPlace)
    {
        Directory.CreateDirectory(folder.Path);
        var needed = discs.Sum(disc => inPlace ? PalletInPlace.Read(disc.Medium, disc.Disc).Sum(entry => entry.Length) : Size(disc.Medium, disc.Disc));
        var free = new DriveInfo(folder.Path).AvailableFreeSpace;
        if (needed > free)
        {
            throw new RefusedException(
                $"{folder.Path} has room for {ByteText.Of(free)} and this needs {ByteText.Of(needed)}: remove a pallet, or set ExportDirectory to a larger "
                    + "disk");
        }
    }

    private string Sentence(Exception fault) => (fault.HResult & 0xFFFF) == DiskFull
        ? $"the disk of {folder.Path} became full; nothing was added: remove a pallet, or set ExportDirectory to a larger disk"
        : FolderRoom.WhyNone(folder.Path) is { } why ? $"nothing was added: {why}; let bootservice write there, or set ExportDirectory to another folder"
        : $"nothing was added: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}";

    private void RemoveEmpty(string path)
    {
        while (path.Length > folder.Path.Length && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
            path = Path.GetDirectoryName(path)!;
        }
    }
}
