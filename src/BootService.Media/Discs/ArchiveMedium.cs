using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using BootService.Core;
using BootService.Core.Iso;
using BootService.Media.Work;
using BootService.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Media.Discs;

/// <summary>A medium that comes packed: a tar archive, or a package of Debian's. It lies unpacked for as long as it is read.</summary>
internal sealed class ArchiveMedium : IMedium
{
    private const int HeaderBytes = 60;

    private readonly string _place;
    private readonly FolderMedium _content;

    private ArchiveMedium(string name, string place)
    {
        (Name, _place) = (name, place);
        _content = new FolderMedium(place);
    }

    private enum Packing
    {
        None,
        Gzip,
        Xz,
        Zstd,
        Debian,
    }

    public string Name { get; }

    public string Label => string.Empty;

    public OrderedDictionary<string, IsoEntry> Entries => _content.Entries;

    /// <summary>Unpacks an archive; null when a file is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="place">The folder that is made for what is in it; it goes with the medium.</param>
    /// <exception cref="RefusedException">It is damaged, or has in it what no medium has.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ArchiveMedium? Open(string path, string place)
    {
        using var file = RegularFile.OpenStream(path);
        var packing = PackingOf(file);
        file.Position = 0;
        if (packing is Packing.None && !IsTar(file))
        {
            return null;
        }

        file.Position = 0;
        try
        {
            Directory.CreateDirectory(place);
            if (packing is Packing.Debian)
            {
                UnpackPackage(path, file, place);
            }
            else
            {
                Unpacked(packing, file, stream => Unpack(path, stream, place));
            }

            return new ArchiveMedium(path, place);
        }
        catch (Exception fault)
        {
            Directory.Delete(place, recursive: true);
            if (fault is InvalidDataException or FormatException or EndOfStreamException)
            {
                throw new RefusedException($"{path} is damaged: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
            }

            throw;
        }
    }

    public long Copy(IsoEntry entry, SafeFileHandle into, CancellationToken cancel) => _content.Copy(entry, into, cancel);

    public int Read(IsoEntry entry, long offset, Span<byte> into) => _content.Read(entry, offset, into);

    public void Dispose()
    {
        if (Directory.Exists(_place))
        {
            Directory.Delete(_place, recursive: true);
        }
    }

    private static Packing PackingOf(Stream file)
    {
        Span<byte> begin = stackalloc byte[8];
        begin = begin[..file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)];
        return begin.StartsWith("!<arch>\n"u8) ? Packing.Debian
            : begin.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? Packing.Gzip
            : begin.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) ? Packing.Xz
            : begin.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? Packing.Zstd
            : Packing.None;
    }

    private static bool IsTar(Stream file)
    {
        Span<byte> block = stackalloc byte[512];
        return file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) == block.Length && block[257..262].SequenceEqual("ustar"u8);
    }

    private static void Unpacked(Packing packing, Stream packed, Action<Stream> read)
    {
        switch (packing)
        {
            case Packing.Gzip:
                using (var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true))
                {
                    read(gzip);
                }

                break;
            case Packing.Xz or Packing.Zstd:
                Tool.Unpack(packing is Packing.Xz ? "xz" : "zstd", packed, stream =>
                {
                    read(stream);
                    return true;
                });
                break;
            default:
                read(packed);
                break;
        }
    }

    /// <summary>A package is an ar archive (deb(5)): a header of 60 octets before each member, of which <c>data.tar</c> holds the files.</summary>
    private static void UnpackPackage(string path, Stream file, string place)
    {
        var header = new byte[HeaderBytes];
        file.Position = 8;
        while (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            var name = Encoding.ASCII.GetString(header, 0, 16).Trim().TrimEnd('/');
            if (!long.TryParse(Encoding.ASCII.GetString(header, 48, 10).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                break;
            }

            if (name.StartsWith("data.tar", StringComparison.Ordinal))
            {
                var begin = file.Position;
                var packing = PackingOf(file);
                file.Position = begin;
                Unpacked(packing, file, stream => Unpack(path, stream, place));
                return;
            }

            file.Position += length + (length & 1);
        }

        throw new RefusedException($"{path} is no package of Debian's, or a damaged one: it has no data.tar");
    }

    private static void Unpack(string path, Stream tar, string place)
    {
        using var reader = new TarReader(tar, leaveOpen: true);
        var (entries, bytes) = (0, 0L);
        while (reader.GetNextEntry() is { } entry)
        {
            var name = Inside(entry.Name);
            bytes += Math.Max(0, entry.Length);
            if (++entries > MediaLimits.MediumEntries || bytes > MediaLimits.ArchiveBytes)
            {
                throw new RefusedException($"{path} has more in it than any installer that boots from the network");
            }

            if (name.Length == 0 || entry.EntryType is TarEntryType.GlobalExtendedAttributes)
            {
                continue;
            }

            if (name.Split('/').Any(part => part is ".." or ""))
            {
                throw new RefusedException($"{path} has a name in it that leads out of it: {entry.Name}");
            }

            Take(path, entry, Path.Combine(place, name), place);
        }
    }

    /// <summary>A name without the dot and the slashes that some archives put around it.</summary>
    private static string Inside(string name) => (name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name is "." ? "" : name).Trim('/');

    private static void Take(string path, TarEntry entry, string target, string place)
    {
        // Nothing is written through a link that came before: the folders of a file are folders.
        for (var folder = Path.GetDirectoryName(target)!; folder.Length > place.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (new FileInfo(folder).LinkTarget is not null)
            {
                throw new RefusedException($"{path} has {entry.Name} in a folder that is a link");
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                Directory.CreateDirectory(target);
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                using (var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write))
                {
                    entry.DataStream?.CopyTo(file);
                }

                break;
            case TarEntryType.SymbolicLink:
                File.CreateSymbolicLink(target, entry.LinkName);
                break;
            case TarEntryType.HardLink when Inside(entry.LinkName) is { Length: > 0 } other && !other.Split('/').Contains("..")
                && File.Exists(Path.Combine(place, other)):
                File.Copy(Path.Combine(place, other), target);
                break;
            default:
                throw new RefusedException($"{path} has {entry.Name} in it, which is neither file nor folder nor link");
        }
    }
}
