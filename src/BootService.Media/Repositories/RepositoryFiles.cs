using System.IO.Compression;
using System.Xml;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Media.Work;
using BootService.Platform.Files;

namespace BootService.Media.Repositories;

/// <summary>The files of a repository's metadata, unpacked, read and made.</summary>
internal static class RepositoryFiles
{
    /// <summary>Reads the packages of a <c>primary</c> part.</summary>
    /// <param name="name">What the file is called; its ending says how it is packed.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="source">Whose it is, for the sentence.</param>
    /// <exception cref="RefusedException">It cannot be unpacked or read, or is more than any.</exception>
    public static List<RpmPackage> ReadPackages(string name, string path, string source)
    {
        using var packed = RegularFile.OpenStream(path);
        return Read(name, packed, source, list => RepositoryIndex.ReadPackages(list).ToList());
    }

    /// <summary>Unpacks a part and reads what comes out.</summary>
    /// <param name="name">What the file is called; its ending says how it is packed.</param>
    /// <param name="packed">Its bytes, from start to end; its length must be known.</param>
    /// <param name="source">Whose it is, for the sentence.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="RefusedException">It cannot be unpacked or read, or is more than any.</exception>
    public static T Read<T>(string name, Stream packed, string source, Func<Stream, T> read)
    {
        try
        {
            return Unpack(name, packed, read);
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException or IOException)
        {
            throw new RefusedException($"{source}: {name} cannot be read: {fault.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Unpacks a part and reads what comes out.</summary>
    /// <param name="name">What the file is called; its ending says how it is packed.</param>
    /// <param name="packed">Its bytes, from start to end; its length must be known.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="InvalidDataException">It is not packed so, or becomes more than any part is.</exception>
    /// <exception cref="RefusedException">The program that unpacks it is not installed, or cannot.</exception>
    public static T Unpack<T>(string name, Stream packed, Func<Stream, T> read)
    {
        var length = packed.Length;
        T Guarded(Stream unpacked)
        {
            using var guard = new UnpackedGuard(unpacked, length);
            return read(guard);
        }

        switch (Path.GetExtension(name))
        {
            case ".gz":
                using (var unpacked = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true))
                {
                    return Guarded(unpacked);
                }

            case ".xz":
                return Tool.Unpack("xz", packed, Guarded);
            case ".zst":
                return Tool.Unpack("zstd", packed, Guarded);
            case ".bz2":
                return Tool.Unpack("bzip2", packed, Guarded);
            default:
                return Guarded(packed);
        }
    }

    /// <summary>Makes the metadata of a folder anew, of every package below it.</summary>
    /// <param name="folder">The repository.</param>
    /// <param name="cancel">Ends it.</param>
    /// <remarks>Packed by gzip: what newer makers take by themselves, installers of Enterprise Linux 6 and 7 cannot read.</remarks>
    public static Task MakeAsync(string folder, CancellationToken cancel)
    {
        // The groups are written by hand: they are kept from the metadata that are replaced.
        var metadata = Path.Combine(folder, "repodata");
        string[] groups = [];
        if (Directory.Exists(metadata)
            && FolderTree.Files(metadata, ".xml").FirstOrDefault(file => Path.GetFileName(file).Contains("comps", StringComparison.Ordinal)) is { } comps)
        {
            var kept = Path.Combine(folder, ".comps.xml");
            File.Copy(comps, kept, overwrite: true);
            groups = ["--groupfile", kept];
        }

        return RunAsync();

        async Task RunAsync()
        {
            if (Directory.Exists(metadata))
            {
                Directory.Delete(metadata, recursive: true);
            }

            await Tool.RunAsync("createrepo_c", ["--quiet", "--no-database", "--general-compress-type=gz", "--skip-symlinks", .. groups, folder], cancel);
            if (groups is [_, var kept])
            {
                File.Delete(kept);
            }
        }
    }
}
