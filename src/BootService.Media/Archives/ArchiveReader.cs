using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using BootService.Core;
using BootService.Platform.Files;

namespace BootService.Media.Archives;

/// <summary>What is in an archive that was read whole.</summary>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">Octets of them together.</param>
public sealed record ArchiveContent(int Files, long Bytes);

/// <summary>Reads archives that <see cref="ArchiveWriter"/> wrote. What is cut off, damaged or of another program is a sentence.</summary>
/// <param name="path">The archive.</param>
public sealed class ArchiveReader(string path)
{
    private const int MagicAt = 257;
    private const long Stretch = 64 << 20;

    private static ReadOnlySpan<byte> Magic => "ustar"u8;

    /// <summary>Whether a file begins like an archive.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static bool IsArchive(string path)
    {
        using var file = File.OpenHandle(path);
        Span<byte> found = stackalloc byte[Magic.Length];
        return RandomAccess.Read(file, found, MagicAt) == found.Length && found.SequenceEqual(Magic);
    }

    /// <summary>Reads all of it, compares each file with its digest, and looks whether each name stays in its folder.</summary>
    /// <param name="report">Told how far it is; null for nobody.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="RefusedException">It is cut off, damaged, or none of ours.</exception>
    public async Task<ArchiveContent> CheckAsync(IWorkReport? report, CancellationToken cancel)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var (bytes, told, total) = (0L, 0L, new FileInfo(path).Length);
        string? sums = null;
        var links = new HashSet<string>(StringComparer.Ordinal);
        await EachAsync(async entry =>
        {
            NameOf(entry, links);
            if (entry.Name == ArchiveWriter.Digests)
            {
                sums = entry.DataStream is { } text ? await new StreamReader(text, Encoding.UTF8).ReadToEndAsync(cancel) : string.Empty;
            }
            else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                found[entry.Name] = Convert.ToHexStringLower(await SHA256.HashDataAsync(entry.DataStream ?? Stream.Null, cancel));
                bytes += entry.Length;
                if (report is not null && bytes - told >= Stretch)
                {
                    told = bytes;
                    await report.ProgressAsync("Reading the backup ...", bytes, total);
                }
            }
        }, cancel);
        var lines = (sums ?? throw Bad("is cut off: its end with the digests is missing")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (promised, most) = (lines.ToDictionary(NameIn, line => line.Split(' ')[0], StringComparer.Ordinal), found.Count);
        return promised.FirstOrDefault(file => found.GetValueOrDefault(file.Key) != file.Value) is { Key: { } damaged }
            ? throw Bad(found.ContainsKey(damaged) ? $"is damaged: {damaged} in it is not what was written" : $"is damaged: {damaged} is missing in it")
            : promised.Count == most ? new ArchiveContent(most, bytes) : throw Bad("is damaged: there are files in it without a digest");
    }

    /// <summary>Puts what is in it in place, in its order.</summary>
    /// <param name="place">Where a name goes; null for nowhere.</param>
    /// <param name="settle">Puts a file that was written whole into its place, and a link or folder there.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="RefusedException">It is damaged, or a name leads out of its folder.</exception>
    public Task ExtractAsync(Func<string, string?> place, PlacedFiles settle, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(settle);
        var links = new HashSet<string>(StringComparer.Ordinal);
        return EachAsync(async entry =>
        {
            if (place(NameOf(entry, links)) is not { } target)
            {
                return;
            }

            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    settle.Folder(target, entry.Mode);
                    break;
                case TarEntryType.SymbolicLink:
                    settle.Link(target, entry.LinkName);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                    await settle.FileAsync(target, entry.DataStream ?? Stream.Null, entry.Mode, entry.ModificationTime, cancel);
                    break;
            }
        }, cancel);
    }

    /// <summary>An entry's name, below no link of those before it, which it joins where it is one.</summary>
    private string NameOf(TarEntry entry, HashSet<string> links)
    {
        var name = entry.Name.TrimEnd('/');
        if (name.Length == 0 || name.Split('/').Any(part => part is "" or "." or "..") || FolderTree.Above(name).Any(links.Contains))
        {
            throw Bad($"is none of ours: \"{Quoted.Bounded(name)}\" in it leads out of its folder");
        }

        if (entry.EntryType is TarEntryType.SymbolicLink)
        {
            links.Add(name);
        }

        return name;
    }

    private async Task EachAsync(Func<TarEntry, Task> each, CancellationToken cancel)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, useAsync: false);
            await using var archive = new TarReader(file);
            while (await archive.GetNextEntryAsync(copyData: false, cancel) is { } entry)
            {
                await each(entry);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Bad($"is cut off or damaged ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')})");
        }
    }

    private static string NameIn(string line) => line.IndexOf("  ", StringComparison.Ordinal) is var at and > 0 ? line[(at + 2)..] : line;

    private RefusedException Bad(string how) => new($"{path} {how}: take another backup");
}
