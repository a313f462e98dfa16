using System.Runtime.InteropServices;
using BootService.Files;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>Turns what a name means into blocks, and keeps framed files within a bound of memory. Safe from any thread.</summary>
/// <remarks>A file of some size is framed and kept once two clients ask for it at the same time; who is alone with it is read to as he goes.</remarks>
/// <param name="limit">Bytes of memory for framed files; what clients are being sent may pass it by nothing.</param>
internal sealed class TftpContent(long limit)
{
    /// <summary>Largest file served as netascii: it is translated in memory.</summary>
    public const int MaxNetAscii = 16 << 20;

    /// <summary>Files smaller than this are framed for the first who asks.</summary>
    public const long Small = 1 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private readonly Dictionary<Key, int> _streams = [];

    /// <summary>Bytes of memory the kept files may come to hold.</summary>
    public long Bytes { get; private set; }

    /// <summary>Files kept.</summary>
    public int Files => _byUse.Count;

    /// <summary>Requests that found their file framed.</summary>
    public long Hits { get; private set; }

    /// <summary>Requests that had to open their file.</summary>
    public long Misses { get; private set; }

    /// <summary>The blocks of a file or of rendered content; the caller gives up one reference.</summary>
    /// <returns>Null when the file is gone or changed since it was found.</returns>
    public IBlockSource? Open(BootFile found, int blockSize, TftpMode mode) => found switch
    {
        BootFile.Rendered rendered when mode is TftpMode.NetAscii => new FramedContent(TftpNetAscii.Encode(rendered.Content.Span), blockSize),
        BootFile.Rendered rendered => new FramedContent(rendered.Content.Span, blockSize),
        BootFile.OnDisk file when mode is TftpMode.NetAscii => Translate(file, blockSize),
        BootFile.OnDisk file => OpenFile(file, blockSize),
        _ => null,
    };

    private static FramedContent? Translate(BootFile.OnDisk file, int blockSize)
    {
        using var handle = file.Open();
        if (handle is null || file.Length > MaxNetAscii)
        {
            return null;
        }

        var text = new byte[file.Length];
        return RandomAccess.Read(handle, text, file.Offset) == text.Length ? new FramedContent(TftpNetAscii.Encode(text), blockSize) : null;
    }

    private IBlockSource? OpenFile(BootFile.OnDisk file, int blockSize)
    {
        var key = new Key(file.Folder, file.Name, file.Offset, file.Length, blockSize);
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                if (node.Value.Version == file.Version && !node.Value.Content.IsBroken)
                {
                    Hits++;
                    _byUse.Remove(node);
                    _byUse.AddFirst(node);
                    return node.Value.Content.Acquire();
                }

                Drop(node);
            }

            Misses++;
            var handle = file.Open();
            if (handle is null)
            {
                return null;
            }

            if ((file.Length >= Small && !_streams.ContainsKey(key)) || !TryMakeRoom(new TftpFraming(file.Length, blockSize).FramedLength))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_streams, key, out _)++;
                return new StreamedFile(file, handle, blockSize, () => EndStream(key));
            }

            var content = new FramedContent(file, handle, blockSize);
            _entries[key] = _byUse.AddFirst(new Entry(key, file.Version, content));
            Bytes += content.Footprint;
            return content.Acquire();
        }
    }

    private void EndStream(Key key)
    {
        lock (_lock)
        {
            if (--CollectionsMarshal.GetValueRefOrNullRef(_streams, key) == 0)
            {
                _streams.Remove(key);
            }
        }
    }

    /// <summary>Lets go of the files used longest ago, but of none that is being sent.</summary>
    private bool TryMakeRoom(long bytes)
    {
        if (bytes > limit)
        {
            return false;
        }

        for (var node = _byUse.Last; node is not null && Bytes + bytes > limit;)
        {
            var before = node.Previous;
            if (node.Value.Content.References == 1)
            {
                Drop(node);
            }

            node = before;
        }

        return Bytes + bytes <= limit;
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        Bytes -= node.Value.Content.Footprint;
        node.Value.Content.Release();
    }

    private readonly record struct Key(IFileSource Folder, string Name, long Offset, long Length, int BlockSize);

    private sealed record Entry(Key Key, FileVersion Version, FramedContent Content);
}
