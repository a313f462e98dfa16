using System.Globalization;
using BootService.Media.Discs;
using BootService.Media.Repositories;
using BootService.Media.Work;

namespace BootService.Media.Pallets;

/// <summary>Makes the disc of a pallet: <c>NAME/VERSION/OS/ARCH</c> with its description, packages and metadata (docs/stacki.md).</summary>
/// <param name="name">The pallet's name.</param>
/// <param name="version">Its version.</param>
/// <param name="arch">Its architecture.</param>
/// <param name="release">Its release.</param>
/// <param name="os">The operating system family it is for.</param>
internal sealed class PalletDisc(string name, string version, string arch, string release = PalletDisc.FirstRelease, string os = RollFile.UsualOs)
{
    /// <summary>The release of a pallet that has none of its own.</summary>
    public const string FirstRelease = "0";

    private const int LongestLabel = 32;

    /// <summary>Makes it; the image has its name once it is whole.</summary>
    /// <param name="image">The path of the image.</param>
    /// <param name="files">What lies in the pallet: path in it, and the file it is.</param>
    /// <param name="now">The date it bears.</param>
    /// <param name="describe">Makes the metadata in the pallet's folder where that can be done without its packages, which are not there; says whether it
    /// did.</param>
    /// <param name="cancel">Stops it; nothing is left behind.</param>
    public async Task MakeAsync(
        string image, IReadOnlyCollection<KeyValuePair<string, string>> files, DateTimeOffset now, Func<string, CancellationToken, Task<bool>> describe,
        CancellationToken cancel)
    {
        var stage = Path.Combine(Path.GetDirectoryName(image)!, ".disc-" + Guid.NewGuid().ToString("N"));
        var part = image + ".part";
        try
        {
            var root = Directory.CreateDirectory(Path.Combine(stage, "disc", name, version, os, arch)).FullName;
            await File.WriteAllTextAsync(Path.Combine(root, $"roll-{name}.xml"), RollFile.Write(name, version, release, arch, now, os), cancel);
            await File.WriteAllTextAsync(
                Path.Combine(stage, "disc", ".discinfo"), string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()}.0\n{name}\n{arch}\n1\n"),
                cancel);
            var elsewhere = files;
            if (!await describe(root, cancel))
            {
                Gather(files, root);
                await RepositoryFiles.MakeAsync(root, cancel);
                elsewhere = [];
            }

            var list = Path.Combine(stage, "list");
            await File.WriteAllLinesAsync(
                list, elsewhere.Select(file => $"{Escaped($"{name}/{version}/{os}/{arch}/{file.Key}")}={Escaped(file.Value)}"), cancel);
            var label = $"{name} disk1";
            await Tool.RunAsync(
                "xorriso", ["-as", "mkisofs", "-quiet", "-R", "-V", label[..Math.Min(label.Length, LongestLabel)], "-o", part, "-graft-points", "-path-list",
                    list, $"/={Path.Combine(stage, "disc")}"], cancel);
            LinuxFolders.FlushFile(part);
            File.Move(part, image, overwrite: true);
        }
        finally
        {
            File.Delete(part);
            if (Directory.Exists(stage))
            {
                Directory.Delete(stage, recursive: true);
            }
        }
    }

    private static void Gather(IEnumerable<KeyValuePair<string, string>> files, string root)
    {
        foreach (var (path, file) in files)
        {
            var target = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            LinkOrCopy(file, target);
        }
    }

    /// <summary>A path in xorriso's list, where the first equals sign parts the two.</summary>
    private static string Escaped(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);

    private static void LinkOrCopy(string file, string target)
    {
        try
        {
            LinuxFolders.Link(file, target);
        }
        catch (IOException)
        {
            // Another file system, or one without links.
            File.Copy(file, target);
        }
    }
}
