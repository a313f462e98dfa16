using BootService.Files;

namespace BootService.Http;

/// <summary>Keeps the bytes of small files, so that asking for one again costs no opening. A file that changed is read anew.</summary>
/// <param name="limit">Bytes kept at most.</param>
/// <param name="counters">Where hits and misses are counted.</param>
internal sealed class SmallFiles(long limit, NodeHttpCounters counters)
{
    /// <summary>Largest file kept.</summary>
    public const int Largest = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byAge = [];
    private long _bytes;

    /// <summary>The whole content of a small file; null when it is large, gone or changed just now.</summary>
    public byte[]? Read(BootFile.OnDisk file)
    {
        if (file.Length > Largest)
        {
            return null;
        }

        var key = new Key(file.Folder, file.Name, file.Offset, file.Length);
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var kept) && kept.Value.Version == file.Version)
            {
                counters.AddSmallFile(kept: true);
                return kept.Value.Content;
            }
        }

        counters.AddSmallFile(kept: false);
        using var handle = file.Open();
        var content = new byte[file.Length];
        if (handle is null || RandomAccess.Read(handle, content, file.Offset) != content.Length)
        {
            return null;
        }

        Keep(new Entry(key, file.Version, content));
        return content;
    }

    private void Keep(Entry entry)
    {
        lock (_lock)
        {
            if (_entries.Remove(entry.Key, out var old))
            {
                _byAge.Remove(old);
                _bytes -= old.Value.Content.Length;
            }

            _entries[entry.Key] = _byAge.AddLast(entry);
            _bytes += entry.Content.Length;
            while (_bytes > limit && _byAge.First is { } oldest)
            {
                _byAge.RemoveFirst();
                _entries.Remove(oldest.Value.Key);
                _bytes -= oldest.Value.Content.Length;
            }
        }
    }

    private readonly record struct Key(IFileSource Folder, string Name, long Offset, long Length);

    private sealed record Entry(Key Key, FileVersion Version, byte[] Content);
}
