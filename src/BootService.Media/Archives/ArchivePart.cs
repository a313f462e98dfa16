using System.Collections.Immutable;
using System.Text;
using BootService.Platform.Files;

namespace BootService.Media.Archives;

/// <summary>A file, or a folder with all that is in it, that goes into an archive.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Path">Where it lies.</param>
public sealed record ArchivePart(string Name, string Path);

/// <summary>One name that goes into an archive.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="State">What it was when it was looked at.</param>
public sealed record ArchiveName(string Name, string Path, FileState State);

/// <summary>What goes into an archive, as it was when it was looked at.</summary>
/// <param name="Names">Every name, folders before what is in them.</param>
/// <param name="LeftOut">What does not go in: sockets, devices, what is still being made.</param>
public sealed record ArchivePlan(ImmutableArray<ArchiveName> Names, ImmutableArray<string> LeftOut)
{
    // What a stop in the middle leaves behind, and the next start takes away.
    private const string Unfinished = ".incoming-";

    /// <summary>Octets of all its files.</summary>
    public long Bytes => Names.Where(name => name.State.Kind is FileKind.Regular).Sum(name => name.State.Length);

    /// <summary>Looks at what there is of some parts; a part that is not there is left out without a word.</summary>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static ArchivePlan Of(IEnumerable<ArchivePart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var (names, left) = (ImmutableArray.CreateBuilder<ArchiveName>(), ImmutableArray.CreateBuilder<string>());
        foreach (var part in parts)
        {
            var state = RegularFile.Look(part.Path);
            IEnumerable<ArchiveName> found = state.Kind switch
            {
                FileKind.Missing => [],
                FileKind.Folder => FolderTree.Entries(part.Path)
                    .Select(entry => new ArchiveName($"{part.Name}/{entry.Name}", Path.Combine(part.Path, entry.Name), entry.State)),
                _ => [new ArchiveName(part.Name, part.Path, state)],
            };
            foreach (var name in found.Where(name => !name.Name.Contains($"/{Unfinished}", StringComparison.Ordinal)))
            {
                if (name.State.Kind is FileKind.Regular or FileKind.Folder or FileKind.Link && IsText(name.Name))
                {
                    names.Add(name);
                }
                else
                {
                    left.Add(name.Path);
                }
            }
        }

        return new ArchivePlan(names.ToImmutable(), left.ToImmutable());
    }

    // The list of digests has a line for each, and names that are no UTF-8 come back as others.
    private static bool IsText(string name) => !name.Any(char.IsControl) && !name.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);
}
