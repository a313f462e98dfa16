using System.Security.Cryptography;
using System.Text;
using BootService.Platform.Files;

namespace BootService.Media.Archives;

/// <summary>Puts files into their places. What is there and is another lies aside afterwards; what is the same stays.</summary>
public sealed class PlacedFiles
{
    // Without the bits that lend a program the rights of its owner.
    private const UnixFileMode Plain = (UnixFileMode)0x1FF;

    // NAME_MAX of Linux, in octets.
    private const int LongestName = 255;

    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<string> _aside = [];

    /// <summary>How many files were put in place.</summary>
    public int Placed { get; private set; }

    /// <summary>What lies aside, by its new name.</summary>
    public IReadOnlyList<string> Aside => _aside;

    /// <summary>Has a folder be there.</summary>
    public void Folder(string path, UnixFileMode mode)
    {
        if (!Directory.Exists(path))
        {
            Make(Path.GetDirectoryName(path)!);
            Directory.CreateDirectory(path, mode);
        }

        _folders.Add(path);
    }

    /// <summary>Has a link be there.</summary>
    public void Link(string path, string target)
    {
        Make(Path.GetDirectoryName(path)!);
        if (new FileInfo(path).LinkTarget == target)
        {
            return;
        }

        PutAside(path);
        File.CreateSymbolicLink(path, target);
        Placed++;
    }

    /// <summary>Has a file be there. It is written beside its place and gets its name when it is whole.</summary>
    public async Task FileAsync(string path, Stream from, UnixFileMode mode, DateTimeOffset modified, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(from);
        Make(Path.GetDirectoryName(path)!);
        var draft = Beside(path, ".restoring");
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode & Plain };
        await using (var file = new FileStream(draft, options))
        {
            await from.CopyToAsync(file, cancel);
        }

        File.SetUnixFileMode(draft, mode & Plain);
        File.SetLastWriteTimeUtc(draft, modified.UtcDateTime);
        if (await IsSameAsync(path, draft, cancel))
        {
            File.Delete(draft);
            return;
        }

        PutAside(path);
        File.Move(draft, path);
        Placed++;
    }

    /// <summary>A name with this end in the same folder: the whole name before it, or as much of it as a name has room for.</summary>
    private static string Beside(string path, string end)
    {
        var name = Path.GetFileName(path);
        while (Encoding.UTF8.GetByteCount(name) + end.Length > LongestName)
        {
            name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
        }

        return Path.Combine(Path.GetDirectoryName(path)!, name + end);
    }

    private void Make(string folder)
    {
        if (_folders.Add(folder))
        {
            Directory.CreateDirectory(folder);
        }
    }

    private void PutAside(string path)
    {
        if (RegularFile.LookAtName(path).Kind is FileKind.Missing)
        {
            return;
        }

        var aside = Enumerable.Range(1, int.MaxValue).Select(number => Beside(path, $".replaced-{number}"))
            .First(name => RegularFile.LookAtName(name).Kind is FileKind.Missing);
        Directory.Move(path, aside);
        _aside.Add(aside);
    }

    private static async Task<bool> IsSameAsync(string path, string draft, CancellationToken cancel)
    {
        if (RegularFile.LookAtName(path) is not { Kind: FileKind.Regular, Length: var length } || length != new FileInfo(draft).Length)
        {
            return false;
        }

        await using var one = RegularFile.OpenStream(path);
        await using var other = RegularFile.OpenStream(draft);
        var (first, second) = (await SHA256.HashDataAsync(one, cancel), await SHA256.HashDataAsync(other, cancel));
        return first.AsSpan().SequenceEqual(second);
    }
}
