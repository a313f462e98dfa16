using System.Collections.Immutable;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Pallets;

namespace BootService.Commands.Pallets;

/// <summary>Copies directories with a <c>.treeinfo</c> into the folder of pallets, whole or not at all: into a hidden neighbour first, then renamed.</summary>
/// <param name="folder">Where pallets lie.</param>
public sealed class DirectoryImport(PalletFolder folder) : IPalletImport
{
    private const string Incoming = ".incoming-";

    /// <inheritdoc/>
    public async Task<ImmutableArray<Pallet>> ImportAsync(string path, Func<string, long, long, ValueTask> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        try
        {
            var pallet = Read(path);
            var incoming = Path.Combine(folder.Path, Incoming + Guid.NewGuid().ToString("N"));
            try
            {
                await CopyAsync(path, incoming, pallet.Key, progress, cancel);
                Replace(incoming, Path.Combine(folder.Path, pallet.Key.Folder));
            }
            finally
            {
                if (Directory.Exists(incoming))
                {
                    Directory.Delete(incoming, recursive: true);
                }
            }

            return [pallet];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"cannot copy {path}: {fault.Message.TrimEnd('.')}");
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
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"the pallet is removed but its files are not: {fault.Message.TrimEnd('.')}");
        }
    }

    /// <summary>What the medium says it is.</summary>
    private static Pallet Read(string path)
    {
        if (File.Exists(path))
        {
            throw new RefusedException($"{path} is a file: mount the image and name the directory");
        }

        if (!Directory.Exists(path))
        {
            throw new RefusedException($"there is no directory {path}");
        }

        var at = Path.Combine(path, ".treeinfo");
        if (!File.Exists(at))
        {
            throw new RefusedException($"{path} has no .treeinfo, so it is no installation medium");
        }

        using var reader = File.OpenText(at);
        var info = TreeInfo.Parse(reader);
        var key = new PalletKey(Word(at, "family", info.PalletName), Word(at, "version", info.Version), "redhat", Word(at, "arch", info.Arch));
        return new Pallet(key)
        {
            Kernel = Existing(path, at, "kernel", info.Kernel, info.Arch),
            Initrd = Existing(path, at, "initrd", info.Initrd, info.Arch),
        };
    }

    /// <summary>A value that becomes the name of a folder.</summary>
    private static string Word(string file, string key, string? value) =>
        value is null ? throw new RefusedException($"{file} has no {key}")
        : value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') && value.Trim('.').Length > 0 ? value
        : throw new RefusedException($"{file}: {key} \"{value}\" is not a word of letters, digits, dots, hyphens and underscores");

    private static string Existing(string path, string file, string key, string? value, string? arch)
    {
        if (value is null)
        {
            throw new RefusedException($"{file} names no {key} in [images-{arch}], so nothing could boot from it");
        }

        var full = Path.GetFullPath(value, path);
        return full.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal) && File.Exists(full)
            ? Path.GetRelativePath(path, full)
            : throw new RefusedException($"{file} names {key} {value}, which is not there");
    }

    private static async Task CopyAsync(string from, string to, PalletKey key, Func<string, long, long, ValueTask> progress, CancellationToken cancel)
    {
        var entries = new DirectoryInfo(from).EnumerateFileSystemInfos("*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = default,
            IgnoreInaccessible = false,
        }).ToArray();
        var total = entries.OfType<FileInfo>().Where(file => file.LinkTarget is null).Sum(file => file.Length);
        var text = $"Copying \"{key.Name}\" ({key.Version},{key.Arch}) pallet ...";
        long done = 0;
        Directory.CreateDirectory(to);
        foreach (var entry in entries)
        {
            cancel.ThrowIfCancellationRequested();
            var target = Path.Combine(to, Path.GetRelativePath(from, entry.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, Inside(from, entry, link));
            }
            else if (entry is FileInfo file)
            {
                file.CopyTo(target);
                done += file.Length;
                await progress(text, done, total);
            }
            else
            {
                Directory.CreateDirectory(target);
            }
        }
    }

    /// <summary>A link may lead about the medium and nowhere else: everything below a pallet is given to whoever asks.</summary>
    private static string Inside(string root, FileSystemInfo entry, string link) =>
        !Path.IsPathRooted(link) && Path.GetFullPath(link, Path.GetDirectoryName(entry.FullName)!).StartsWith(root.TrimEnd('/') + "/", StringComparison.Ordinal)
            ? link
            : throw new RefusedException($"{entry.FullName} is a link to {link}, which is not on the medium");

    private static void Replace(string incoming, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var old = incoming + ".old";
        if (Directory.Exists(target))
        {
            Directory.Move(target, old);
        }

        Directory.Move(incoming, target);
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }
    }
}
