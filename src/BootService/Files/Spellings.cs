using System.Collections.Concurrent;

namespace BootService.Files;

/// <summary>
/// Finds files whose names differ from what was asked in upper and lower case only: Windows' loader asks for <c>\Boot\BCD</c> where its medium has
/// <c>boot/bcd</c>.
/// </summary>
/// <remarks>Safe from any thread. A folder is read once and again when it was changed; one with more than <see cref="MostNames"/> names is not read.</remarks>
/// <param name="folder">Where files are looked for.</param>
internal sealed class Spellings(BootFolder folder)
{
    /// <summary>Most names of a folder that are kept in mind.</summary>
    public const int MostNames = 2_000;

    private const int MostFolders = 256;

    private readonly ConcurrentDictionary<string, Names> _known = new(StringComparer.Ordinal);

    /// <summary>The name as it lies in the folder; null when nothing there is spelled like it. Of several the first in order of octets.</summary>
    /// <param name="name">What was asked for, in its normal form.</param>
    public string? Find(ReadOnlySpan<char> name)
    {
        var found = string.Empty;
        while (!name.IsEmpty)
        {
            var slash = name.IndexOf('/');
            var part = slash < 0 ? name : name[..slash];
            if (Spelled(found, part) is not { } spelled)
            {
                return null;
            }

            found = found.Length == 0 ? spelled : $"{found}/{spelled}";
            name = slash < 0 ? default : name[(slash + 1)..];
        }

        return found.Length == 0 ? null : found;
    }

    private string? Spelled(string within, ReadOnlySpan<char> part)
    {
        if (folder.VersionOf(within) is not { } version)
        {
            return null;
        }

        if (!_known.TryGetValue(within, out var names) || names.Version != version)
        {
            names = new Names(version, Read(within));
            if (_known.Count >= MostFolders)
            {
                _known.Clear();
            }

            _known[within] = names;
        }

        return names.ByAnyCase.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(part, out var spelled) ? spelled : null;
    }

    private Dictionary<string, string> Read(string within)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(Path.Combine(folder.Path, within)).Take(MostNames + 1))
            {
                var name = Path.GetFileName(path);
                if (!names.TryGetValue(name, out var other) || string.CompareOrdinal(name, other) < 0)
                {
                    names[name] = name;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            names.Clear();
        }

        if (names.Count > MostNames)
        {
            names.Clear();
        }

        return names;
    }

    private sealed record Names(FileVersion Version, Dictionary<string, string> ByAnyCase);
}
