using System.Globalization;
using BootService.Commands.Pallets;

namespace BootService.Commands.Mirrors;

/// <summary>Makes the disc of a pallet: <c>NAME/VERSION/redhat/ARCH</c> with its description, packages and metadata (stacki.md §6).</summary>
/// <param name="name">The pallet's name.</param>
/// <param name="version">Its version.</param>
/// <param name="arch">Its architecture.</param>
/// <param name="release">Its release.</param>
internal sealed class PalletDisc(string name, string version, string arch, string release = MirrorOrder.Release)
{
    private const int LongestLabel = 32;

    /// <summary>Makes it; the image has its name once it is whole.</summary>
    /// <param name="image">The path of the image.</param>
    /// <param name="files">What lies in the pallet: path in it, and the file it is.</param>
    /// <param name="now">The date it bears.</param>
    /// <param name="cancel">Stops it; nothing is left behind.</param>
    public async Task MakeAsync(string image, IEnumerable<KeyValuePair<string, string>> files, DateTimeOffset now, CancellationToken cancel)
    {
        var stage = Path.Combine(Path.GetDirectoryName(image)!, ".disc-" + Guid.NewGuid().ToString("N"));
        var part = image + ".part";
        try
        {
            var root = Directory.CreateDirectory(Path.Combine(stage, name, version, "redhat", arch)).FullName;
            foreach (var (path, file) in files)
            {
                var target = Path.Combine(root, path);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                LinkOrCopy(file, target);
            }

            await File.WriteAllTextAsync(Path.Combine(root, $"roll-{name}.xml"), RollFile.Write(name, version, release, arch, now), cancel);
            await File.WriteAllTextAsync(Path.Combine(stage, ".discinfo"), string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()}.0\n{name}\n{arch}\n1\n"), cancel);
            await RepositoryFiles.MakeAsync(root, cancel);
            var label = $"{name} disk1";
            await Tool.RunAsync("xorriso", ["-as", "mkisofs", "-quiet", "-R", "-J", "-joliet-long", "-V", label[..Math.Min(label.Length, LongestLabel)], "-o", part, stage], cancel);
            LinuxFolders.Flush(Path.GetDirectoryName(image)!);
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
