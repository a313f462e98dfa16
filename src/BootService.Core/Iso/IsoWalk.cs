using System.Collections.Immutable;
using System.Text;

namespace BootService.Core.Iso;

/// <summary>Walks the folders of a disc, each once, and keeps what it finds.</summary>
/// <param name="read">Gives bytes of the image.</param>
/// <param name="length">Bytes of the image.</param>
internal sealed class IsoWalk(IsoReader read, long length)
{
    private const int MostEntries = MediaLimits.MediumEntries;
    private const int MostFolderBytes = MediaLimits.FolderBytes;
    private const int MostDepth = MediaLimits.MediumDepth;
    private const int MostPathBytes = 3072;
    private const int MostContinuations = 64;
    private const int TypeBits = 0xF000;
    private const int FolderType = 0x4000;
    private const int FileType = 0x8000;
    private const int LinkType = 0xA000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    private readonly ImmutableArray<IsoEntry>.Builder _entries = ImmutableArray.CreateBuilder<IsoEntry>();
    private readonly HashSet<long> _entered = [];
    private readonly Stack<(string Path, long Block, long Length, int Depth)> _waiting = new();
    private readonly byte[] _continuation = new byte[IsoImage.SectorSize];
    private NameForm _form;
    private int _skip;

    public ImmutableArray<IsoEntry> Entries => _entries.ToImmutable();

    /// <summary>Walks from the primary volume, or from Joliet's when the primary has no Rock Ridge.</summary>
    /// <returns>The first fault; null when all is well.</returns>
    public IsoFault? Run(ReadOnlySpan<byte> primary, ReadOnlySpan<byte> joliet)
    {
        if (!IsoRecord.TryParse(new IsoVolume(primary).RootRecord, out var root))
        {
            return new IsoFault(IsoFaultKind.Malformed, string.Empty);
        }

        if (ReadFolder(string.Empty, root.Block, root.Length, out var bytes) is { } fault)
        {
            return fault;
        }

        if (IsoRecord.TryParse(bytes, out var self) && RockRidge.IsAnnounced(self.SystemUse, out _skip))
        {
            _form = NameForm.RockRidge;
        }
        else if (!joliet.IsEmpty)
        {
            if (!IsoRecord.TryParse(new IsoVolume(joliet).RootRecord, out root))
            {
                return new IsoFault(IsoFaultKind.Malformed, string.Empty);
            }

            _form = NameForm.Joliet;
        }

        _waiting.Push((string.Empty, root.Block, root.Length, 0));
        while (_waiting.TryPop(out var folder))
        {
            if (folder.Depth > MostDepth || !_entered.Add(folder.Block))
            {
                return new IsoFault(IsoFaultKind.Loop, folder.Path);
            }

            if ((ReadFolder(folder.Path, folder.Block, folder.Length, out bytes) ?? TakeFolder(folder.Path, folder.Depth, bytes)) is { } within)
            {
                return within;
            }
        }

        return null;
    }

    private IsoFault? ReadFolder(string path, long block, long size, out byte[] bytes)
    {
        bytes = [];
        if (size is 0 or > MostFolderBytes)
        {
            return new IsoFault(size == 0 ? IsoFaultKind.Malformed : IsoFaultKind.TooLarge, path);
        }

        if ((block * IsoImage.SectorSize) + size > length)
        {
            return new IsoFault(IsoFaultKind.Truncated, path);
        }

        bytes = new byte[size];
        return read(block * IsoImage.SectorSize, bytes) < size ? new IsoFault(IsoFaultKind.Truncated, path) : null;
    }

    private IsoFault? TakeFolder(string folder, int depth, ReadOnlySpan<byte> bytes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        IsoEntry? begun = null;
        for (var at = 0; at < bytes.Length;)
        {
            // A record never crosses the end of a sector; a zero fills what is left of it.
            var sectorEnd = Math.Min(bytes.Length, (at / IsoImage.SectorSize + 1) * IsoImage.SectorSize);
            if (bytes[at] == 0)
            {
                at = sectorEnd;
                continue;
            }

            if (!IsoRecord.TryParse(bytes[at..sectorEnd], out var record))
            {
                return new IsoFault(IsoFaultKind.Malformed, folder);
            }

            at += bytes[at];
            if (record.IsDot || record.IsAssociated)
            {
                continue;
            }

            if (Take(folder, depth, record, names, ref begun) is { } fault)
            {
                return fault;
            }
        }

        return begun is null ? null : new IsoFault(IsoFaultKind.Malformed, begun.Path);
    }

    private IsoFault? Take(string folder, int depth, IsoRecord record, HashSet<string> names, ref IsoEntry? begun)
    {
        var extra = new RockRidge();
        if (_form is NameForm.RockRidge && ReadExtra(record, extra) is { } broken)
        {
            return new IsoFault(broken, folder);
        }

        // The folder that relocated ones are kept in holds nothing else.
        if (extra.IsRelocated || (folder.Length == 0 && record.IsFolder && record.Name.SequenceEqual("RR_MOVED"u8)))
        {
            return null;
        }

        if (NameOf(record, extra) is not { } name || Encoding.UTF8.GetByteCount(folder) + Encoding.UTF8.GetByteCount(name) > MostPathBytes)
        {
            return new IsoFault(IsoFaultKind.BadName, folder);
        }

        var path = folder.Length == 0 ? name : $"{folder}/{name}";
        if (begun is not null)
        {
            return Continue(path, record, ref begun);
        }

        if (!names.Add(name))
        {
            return new IsoFault(IsoFaultKind.Duplicate, path);
        }

        return _entries.Count >= MostEntries ? new IsoFault(IsoFaultKind.TooLarge, folder) : Keep(path, depth, record, extra, ref begun);
    }

    private IsoFault? Keep(string path, int depth, IsoRecord record, RockRidge extra, ref IsoEntry? begun)
    {
        var type = extra.Mode & TypeBits;
        var entry = new IsoEntry(path, IsoKind.File) { Mode = extra.Mode & 0xFFF, Modified = record.Modified };
        if (extra.ChildBlock is { } elsewhere)
        {
            return KeepRelocated(entry, elsewhere, depth);
        }

        if (extra.IsLink)
        {
            _entries.Add(entry with { Kind = IsoKind.Link, Target = extra.Target });
            return null;
        }

        if (extra.IsCompressed || record.IsInterleaved || type is not (null or 0 or FolderType or FileType or LinkType))
        {
            return new IsoFault(IsoFaultKind.Unsupported, path);
        }

        if (record.IsFolder)
        {
            _entries.Add(entry with { Kind = IsoKind.Folder });
            _waiting.Push((path, record.Block, record.Length, depth + 1));
            return null;
        }

        entry = entry with { Offset = record.Block * IsoImage.SectorSize, Length = record.Length };
        if (entry.Length > 0 && entry.Offset + entry.Length > length)
        {
            return new IsoFault(IsoFaultKind.Truncated, path);
        }

        begun = record.HasMore ? entry : null;
        if (begun is null)
        {
            _entries.Add(entry);
        }

        return null;
    }

    /// <summary>A file of 4 GiB and more has several records; its pieces must lie together.</summary>
    private IsoFault? Continue(string path, IsoRecord record, ref IsoEntry? begun)
    {
        var whole = begun!;
        if (path != whole.Path || record.IsFolder)
        {
            return new IsoFault(IsoFaultKind.Malformed, whole.Path);
        }

        if (record.Length > 0 && record.Block * IsoImage.SectorSize != whole.Offset + whole.Length)
        {
            return new IsoFault(IsoFaultKind.Unsupported, path);
        }

        whole = whole with { Length = whole.Length + record.Length };
        if (whole.Offset + whole.Length > length)
        {
            return new IsoFault(IsoFaultKind.Truncated, path);
        }

        begun = record.HasMore ? whole : null;
        if (begun is null)
        {
            _entries.Add(whole);
        }

        return null;
    }

    /// <summary>A folder too deep for ECMA-119 lies elsewhere; its own first record says how long it is.</summary>
    private IsoFault? KeepRelocated(IsoEntry entry, long block, int depth)
    {
        var first = new byte[IsoImage.SectorSize];
        if ((block + 1) * IsoImage.SectorSize > length || read(block * IsoImage.SectorSize, first) < first.Length)
        {
            return new IsoFault(IsoFaultKind.Truncated, entry.Path);
        }

        if (!IsoRecord.TryParse(first, out var self) || self.Name is not [0])
        {
            return new IsoFault(IsoFaultKind.Malformed, entry.Path);
        }

        _entries.Add(entry with { Kind = IsoKind.Folder });
        _waiting.Push((entry.Path, block, self.Length, depth + 1));
        return null;
    }

    private IsoFaultKind? ReadExtra(IsoRecord record, RockRidge extra)
    {
        extra.Take(record.SystemUse.Length >= _skip ? record.SystemUse[_skip..] : default);
        for (var areas = 0; extra.Continuation is { } next; areas++)
        {
            var offset = (next.Block * IsoImage.SectorSize) + next.Offset;
            if (areas == MostContinuations || next.Length == 0)
            {
                return IsoFaultKind.Loop;
            }

            var area = _continuation.AsSpan(0, next.Length);
            if (offset + next.Length > length || read(offset, area) < next.Length)
            {
                return IsoFaultKind.Truncated;
            }

            extra.Take(area);
        }

        return extra.IsMalformed ? IsoFaultKind.Malformed : null;
    }

    /// <summary>The name as files are called; null when no file can be called so.</summary>
    private string? NameOf(IsoRecord record, RockRidge extra)
    {
        var name = _form switch
        {
            NameForm.Joliet => Encoding.BigEndianUnicode.GetString(record.Name),
            _ when !extra.Name.IsEmpty => StrictUtf8.GetString(extra.Name),
            _ => Encoding.ASCII.GetString(record.Name),
        };
        if (extra.Name.IsEmpty)
        {
            name = WithoutVersion(name);
        }

        return name.Length == 0 || name is "." or ".." || name.AsSpan().IndexOfAny('/', '\0', '\uFFFD') >= 0 || Encoding.UTF8.GetByteCount(name) > 255
            ? null
            : name;
    }

    /// <summary><c>README.;1</c> is <c>README</c> (ECMA-119 §7.5.1).</summary>
    private static string WithoutVersion(string name)
    {
        var semicolon = name.LastIndexOf(';');
        if (semicolon > 0 && name.AsSpan(semicolon + 1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            name = name[..semicolon];
        }

        return name.Length > 1 && name.EndsWith('.') && !name.StartsWith('.') ? name[..^1] : name;
    }

    private enum NameForm
    {
        Own,
        RockRidge,
        Joliet,
    }
}
