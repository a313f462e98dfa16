using System.Formats.Tar;
using System.Text;
using BootService.Platform.Files;

namespace BootService.Media.Archives;

/// <summary>
/// Writes files into an archive of tar (POSIX.1-2001, pax), one after the other and never whole in memory, with the digests of all at its end.
/// </summary>
/// <param name="report">Told how far it is.</param>
public sealed class ArchiveWriter(IWorkReport report)
{
    /// <summary>The last file of every archive, as sha256sum writes it: where it is missing the archive was cut off.</summary>
    public const string Digests = "SHA256SUMS";

    private const long Stretch = 16 << 20;

    private long _done;
    private long _told;

    /// <summary>Writes them.</summary>
    /// <param name="into">Where to; it stays open.</param>
    /// <param name="plan">What goes in.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">A file cannot be read, has become shorter meanwhile, or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public async Task WriteAsync(Stream into, ArchivePlan plan, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (_done, _told) = (0, 0);
        var digests = new StringBuilder();
        await using var archive = new TarWriter(into, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var name in plan.Names)
        {
            switch (name.State.Kind)
            {
                case FileKind.Folder:
                    await archive.WriteEntryAsync(Entry(TarEntryType.Directory, name), cancel);
                    break;
                case FileKind.Link:
                    var link = Entry(TarEntryType.SymbolicLink, name);
                    link.LinkName = new FileInfo(name.Path).LinkTarget ?? throw new IOException($"{name.Path} is no link any more: try again");
                    await archive.WriteEntryAsync(link, cancel);
                    break;
                default:
                    digests.Append(await WriteFileAsync(archive, name, plan.Bytes, cancel)).Append("  ").Append(name.Name).Append('\n');
                    break;
            }
        }

        var sums = new PaxTarEntry(TarEntryType.RegularFile, Digests) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(digests.ToString())) };
        await archive.WriteEntryAsync(sums, cancel);
    }

    private async Task<string> WriteFileAsync(TarWriter archive, ArchiveName name, long total, CancellationToken cancel)
    {
        await using var file = RegularFile.OpenStream(name.Path);
        await using var read = new DigestedStream(file, name.State.Length, name.Path, octets => TellAsync(octets, total));
        var entry = Entry(TarEntryType.RegularFile, name);
        entry.DataStream = read;
        await archive.WriteEntryAsync(entry, cancel);
        return read.Digest;
    }

    private static PaxTarEntry Entry(TarEntryType type, ArchiveName name)
    {
        var entry = new PaxTarEntry(type, name.Name) { ModificationTime = name.State.Modified };
        if (type is not TarEntryType.SymbolicLink)
        {
            entry.Mode = File.GetUnixFileMode(name.Path);
        }

        return entry;
    }

    private async ValueTask TellAsync(int octets, long total)
    {
        _done += octets;
        if (_done - _told >= Stretch || _done == total)
        {
            _told = _done;
            await report.ProgressAsync("Copying files ...", _done, total);
        }
    }
}
